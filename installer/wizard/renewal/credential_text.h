// What a person types into a credential field, made what the RA wants: full width folded to half width, upper-cased,
// and checked (N1, N11). Pure; secrets pass through memory that is wiped.
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "common/base/secret.h"
#include "common/profile/profile.h"

namespace kigen::renewal {

/// "digits", "letters" and "alphanumeric" fields fold full-width forms (U+FF01 to U+FF5E, the ideographic space) and
/// drop spaces around; "printable" ones are taken as they are, since width counts there. InvalidArgument {field,
/// reason: "characters", "length", min, max}. The value itself is never in the error.
[[nodiscard]] Result<Secret> read_credential(const profile::Credential& field, std::string_view typed);

}  // namespace kigen::renewal

// Names of keys on a token and their CKA_ID. Pure functions, any thread.
//
// A key that Kigen makes has its name's octets as CKA_ID (as Java's key stores do), so that it is found by its name
// whatever its label is. An ID that other software chose is named "id-" and its hexadecimal digits, unless it reads as
// a name itself. Each name means one ID, and back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/keys/key.h"

namespace kigen::keys::pkcs11 {

/// InvalidArgument {name} for what is no key's name.
[[nodiscard]] Result<Bytes> id_of_name(const std::string& name);
/// Nothing when the ID is empty, or too long for a name (62 octets that are no text).
[[nodiscard]] std::optional<std::string> name_of_id(std::span<const std::uint8_t> id);
/// InvalidArgument {name} unless a key may be made under this name.
[[nodiscard]] Status check_new_name(const std::string& name);

}  // namespace kigen::keys::pkcs11

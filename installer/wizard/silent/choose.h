// Which certificate a silent run renews, of those in the user's store or on tokens. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/keys/personal_store.h"
#include "common/profile/profile_set.h"

namespace kigen::silent {

/// `wanted`: a thumbprint (SHA-256 or SHA-1) or its beginning; it need not be due, so that the reason can be told. "":
/// the one of this profile that has a key, is within its window and has no successor. Errors: NoRenewableCertificate,
/// NotFound {thumbprint}, AmbiguousThumbprint {thumbprint}.
[[nodiscard]] Result<Sha256> choose_certificate(const std::vector<keys::StoredCertificate>& certificates,
                                                const profile::ProfileSet& profiles, const std::string& profile,
                                                const std::string& wanted, Instant now);

}  // namespace kigen::silent

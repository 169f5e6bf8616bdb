// A key that the RA made (serverkeygen, RFC 7030 4.4), into the user's store. Blocking; one thread at a time.
#pragma once

#include "common/keys/personal_store.h"

namespace kigen::keys {

/// `pkcs8` is PrivateKeyInfo (RFC 5208), DER; it stays the caller's to wipe. What is made of it on the way is wiped.
/// KeyNotUsable when it is no key, KeyDoesNotMatch when the certificate is for another one, else as import_pkcs12().
[[nodiscard]] Result<StoredCertificate> import_server_key(PersonalStore& store, std::span<const std::uint8_t> pkcs8,
                                                          std::span<const std::uint8_t> certificate,
                                                          const std::string& name, bool exportable,
                                                          const std::string& friendly_name);

}  // namespace kigen::keys

// A private key with its certificate in a PKCS#12 file (RFC 7292), read and made in memory. Pure functions, any thread.
#pragma once

#include <span>
#include <vector>

#include "common/base/secret.h"
#include "common/keys/public_key.h"
#include "common/keys/signing_key.h"
#include "common/keys/wiped_bytes.h"

namespace kigen::keys {

struct Pkcs12Contents {
  EvpPkey key;                  ///< RSA or EC
  X509Ptr certificate;          ///< the key's
  std::vector<X509Ptr> others;  ///< the chain, in the file's order
};

/// CredentialsWrong when the password does not open it; Pkcs12Unreadable {reason}: "malformed", "no_mac",
/// "too_many_iterations", "mac_not_supported", "encryption_not_supported", "no_key", "key_does_not_match".
[[nodiscard]] Result<Pkcs12Contents> open_pkcs12(std::span<const std::uint8_t> pfx, const Secret& password);

/// AES-256, PBKDF2 with SHA-256. Pkcs12Unreadable {reason "no_key"} for a key that cannot be written.
[[nodiscard]] Result<WipedBytes> make_pkcs12(EVP_PKEY* key, X509* certificate, const Secret& password);

}  // namespace kigen::keys

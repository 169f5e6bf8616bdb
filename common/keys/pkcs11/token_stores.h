// What the key store and the certificate store of a token share. Threads as token.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/keys/pkcs11/key_objects.h"
#include "common/keys/pkcs11/token_session.h"
#include "common/keys/public_key.h"

namespace kigen::keys::pkcs11 {

inline constexpr std::string_view kProvider = "pkcs11";

struct CertificateObject {
  ObjectHandle handle = 0;
  Bytes der;          ///< one whole certificate
  std::string label;  ///< cleaned
  Bytes id;           ///< CKA_ID, at most 255 octets
};
/// All that can be read; what cannot goes to `faults`, named, if that is given.
[[nodiscard]] Result<std::vector<CertificateObject>> certificates_of(TokenSession& token,
                                                                     std::vector<Error>* faults = nullptr);
/// SubjectPublicKeyInfo.
[[nodiscard]] Bytes info_of(const CertificateObject& certificate);

/// KeyNotUsable until the PIN was given, where the token wants one.
[[nodiscard]] Status check_login(const TokenSession& token);
[[nodiscard]] Status destroy_keys(TokenSession& token, const KeyObjects& keys);

}  // namespace kigen::keys::pkcs11

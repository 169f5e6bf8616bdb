// OpenSSL with a private key that is elsewhere: an OpenSSL 3 provider passes each signature to a Key (key.h). Public
// operations stay with the default provider.
//
// The library context is made once and lives as long as the process. An EVP_PKEY made here may be used by one thread at
// a time, like the Key it holds on to.
#pragma once

#include <openssl/evp.h>
#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

#include "common/keys/key.h"

namespace kigen::keys {

struct EvpPkeyFree {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using EvpPkey = std::unique_ptr<EVP_PKEY, EvpPkeyFree>;

/// Default provider and the signing provider. SSL_CTX_new_ex and X509_REQ_new_ex of such a key take this one.
[[nodiscard]] OSSL_LIB_CTX* signing_library_context();

/// For SSL_CTX_use_PrivateKey, EVP_DigestSign and the like. KeyNotUsable when the public half cannot be decoded.
[[nodiscard]] Result<EvpPkey> make_signing_key(std::shared_ptr<Key> key);
/// What the Key said the last time that OpenSSL's operation failed on this thread (KeyUseRefused …); taken once.
[[nodiscard]] std::unique_ptr<Error> take_signing_error();

/// One attribute of a request (RFC 2986 4.1): dotted OID and DER values.
struct RequestAttribute {
  std::string oid;
  std::vector<Bytes> values;
};
struct RequestContent {
  Bytes subject;                  ///< Name, DER
  std::vector<Bytes> extensions;  ///< Extension, DER each (RFC 5280 4.1): goes in as extensionRequest
  std::vector<RequestAttribute> attributes;
  std::string challenge_password;  ///< "" for none; for channel binding base64 (RFC 7030 3.5)
  Hash hash = Hash::Sha256;
};
/// PKCS#10, DER, signed by `key` (RSA: PKCS#1 v1.5; EC: ECDSA).
[[nodiscard]] Result<Bytes> make_certificate_request(const std::shared_ptr<Key>& key, const RequestContent& content);

}  // namespace kigen::keys

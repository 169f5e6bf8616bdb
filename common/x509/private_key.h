// A private key, only to tell to which certificate it belongs. One thread; owns the decoded key, which OpenSSL wipes.
#pragma once

#include <openssl/evp.h>

#include <optional>
#include <vector>

#include "common/x509/der_reader.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::x509 {

inline constexpr std::size_t kMaxPrivateKeySize = std::size_t{64} * 1024;

class PrivateKey {
 public:
  /// PrivateKeyInfo (RFC 5208), RSAPrivateKey or ECPrivateKey; nothing when it is none or is encrypted.
  [[nodiscard]] static std::optional<PrivateKey> decode(Bytes der);
  explicit PrivateKey(OpenSslPtr<EVP_PKEY, EVP_PKEY_free> key);

  /// Whether the octets of its public half are exactly this SubjectPublicKeyInfo.
  [[nodiscard]] bool has_same_octets(Bytes public_key_info) const;
  /// The same question by value: other encodings of the same point or modulus are found too, at the price of decoding.
  [[nodiscard]] bool has_same_value(Bytes public_key_info) const;

 private:
  OpenSslPtr<EVP_PKEY, EVP_PKEY_free> key_;
  std::vector<std::uint8_t> public_key_info_;
};

}  // namespace kigen::x509

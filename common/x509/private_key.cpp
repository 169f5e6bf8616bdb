#include "common/x509/private_key.h"

#include <openssl/x509.h>

#include <algorithm>

namespace kigen::x509 {

std::optional<PrivateKey> PrivateKey::decode(Bytes der) {
  if (der.size() > kMaxPrivateKeySize) return std::nullopt;
  // All three forms begin with a version; what begins otherwise (an encrypted key) must not reach a password prompt.
  DerTrace trace;
  DerReader file(der, trace);
  DerElement key;
  if (!file.next(tag::kSequence, key) || !DerReader(key, trace).next_is(tag::kInteger)) return std::nullopt;
  const unsigned char* at = der.data();
  OpenSslPtr<EVP_PKEY, EVP_PKEY_free> decoded(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
  if (!decoded) return std::nullopt;
  return PrivateKey(std::move(decoded));
}

PrivateKey::PrivateKey(OpenSslPtr<EVP_PKEY, EVP_PKEY_free> key) : key_(std::move(key)) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  if (size > 0) public_key_info_.assign(der, der + size);
  OPENSSL_free(der);
}

bool PrivateKey::has_same_octets(Bytes public_key_info) const {
  return !public_key_info_.empty() && std::ranges::equal(public_key_info_, public_key_info);
}

bool PrivateKey::has_same_value(Bytes public_key_info) const {
  const unsigned char* at = public_key_info.data();
  const OpenSslPtr<EVP_PKEY, EVP_PKEY_free> other(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_info.size())));
  return other && EVP_PKEY_eq(key_.get(), other.get()) == 1;
}

}  // namespace kigen::x509

#include "common/keys/public_key.h"

#include "common/keys/signing_key.h"

namespace kigen::keys {
namespace {

constexpr std::size_t kMaxCertificate = std::size_t{256} * 1024;

}  // namespace

Bytes public_key_info_of(const EVP_PKEY& key) {
  const x509::ErrorQueueScope errors;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(&key, &der);
  if (size <= 0) return {};
  Bytes info(der, der + size);
  OPENSSL_free(der);
  return info;
}

X509Ptr decode_certificate(std::span<const std::uint8_t> der) {
  const x509::ErrorQueueScope errors;
  if (der.size() > kMaxCertificate) return nullptr;
  const unsigned char* at = der.data();
  X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (at != der.data() + der.size()) return nullptr;
  return certificate;
}

Bytes der_of(const X509& certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(&certificate, &der);
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

bool is_certificate_for(const X509& certificate, const Bytes& public_key_info) {
  const x509::ErrorQueueScope errors;
  const unsigned char* at = public_key_info.data();
  const EvpPkey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_info.size())));
  const EVP_PKEY* own = X509_get0_pubkey(&certificate);
  return key && own != nullptr && EVP_PKEY_eq(own, key.get()) == 1;
}

}  // namespace kigen::keys

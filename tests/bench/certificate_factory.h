// Makes distinct certificates fast: a few key pairs are reused, every certificate is signed by one EC authority.
// One thread; owns the keys.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::bench {

using KeyPtr = x509::OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using CertificatePtr = x509::OpenSslPtr<X509, X509_free>;

class CertificateFactory {
 public:
  /// Generates the key pairs: some milliseconds each.
  CertificateFactory();
  /// The `number`th certificate (RSA-2048 for even numbers, P-256 for odd ones) as DER; distinct for distinct numbers.
  [[nodiscard]] std::vector<std::uint8_t> make(std::uint64_t number, Instant not_after);

 private:
  std::vector<KeyPtr> rsa_keys_, ec_keys_;
  KeyPtr issuer_key_;
};

/// One "CERTIFICATE" block with lines of 64 characters.
[[nodiscard]] std::string to_pem(const std::vector<std::uint8_t>& der);

}  // namespace kigen::bench

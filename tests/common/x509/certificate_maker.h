// Real certificates and keys, made with OpenSSL's own API. One thread.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/x509/openssl_ptr.h"

namespace kigen::x509::testing {

using Octets = std::vector<std::uint8_t>;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using CertificatePtr = OpenSslPtr<X509, X509_free>;

/// Made once a process: "RSA 2048", "RSA 2160" …, "EC P-256", "EC secp256k1" …, "ED25519", "ED448".
EVP_PKEY* test_key(const std::string& kind);

/// One TLV of DER: the identifier octet, the minimal length and the content.
Octets der(std::uint8_t tag, const Octets& content);
Octets operator+(Octets a, const Octets& b);
Octets octets(std::string_view text);

class CertificateMaker {
 public:
  /// A valid certificate of 2026 for this key: issuer "CN=Test CA,O=Kigen", no subject and no extensions yet.
  explicit CertificateMaker(EVP_PKEY* key);

  /// `type` is a short name or a dotted OID; `string_type` a V_ASN1_… tag; `same_rdn` joins the entry before.
  CertificateMaker& subject(const char* type, int string_type, std::string_view value, bool same_rdn = false);
  CertificateMaker& validity(const char* not_before, const char* not_after);  ///< ASN1_TIME_set_string forms
  CertificateMaker& serial(const char* hex);                                  ///< BN_hex2bn form, "-" allowed
  CertificateMaker& extension(int nid, const std::string& value);             ///< openssl.cnf form
  CertificateMaker& raw_extension(const char* oid, const Octets& value);
  /// The certificate is shared: make a new maker for another one.
  [[nodiscard]] CertificatePtr sign(const char* key = "EC P-256");
  [[nodiscard]] Octets to_der(const char* key = "EC P-256");

 private:
  CertificatePtr certificate_;
};

/// As the maker begins it, with this common name.
CertificatePtr certificate(const char* common_name, const char* key = "EC P-256");
Octets to_der(X509* certificate);
std::string to_pem(X509* certificate);
std::string to_pem(EVP_PKEY* key);

}  // namespace kigen::x509::testing

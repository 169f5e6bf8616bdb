// OpenSSL for the demo RA: owners, and calls whose failure is an exception (OpenSslFailure), which stops at the wall of
// one request. Objects belong to one thread at a time.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/time.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::demo_ra {

using x509::OpenSslPtr;
using Bytes = std::vector<std::uint8_t>;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using CertificatePtr = OpenSslPtr<X509, X509_free>;
using RequestPtr = OpenSslPtr<X509_REQ, X509_REQ_free>;
using BioPtr = OpenSslPtr<BIO, BIO_free>;

struct OpenSslFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws OpenSslFailure with OpenSSL's words unless `good`.
void check(bool good);

[[nodiscard]] KeyPtr new_rsa_key();  ///< 2048 bits
[[nodiscard]] KeyPtr new_ec_key();   ///< P-256
[[nodiscard]] BioPtr memory_bio(std::string_view content = {});
[[nodiscard]] std::string written(BIO* memory);

[[nodiscard]] std::string to_pem(X509* certificate);
[[nodiscard]] std::string to_pem(EVP_PKEY* key);
[[nodiscard]] CertificatePtr certificate_from_pem(const std::string& pem);
[[nodiscard]] KeyPtr key_from_pem(const std::string& pem);
[[nodiscard]] Bytes to_der(X509* certificate);
[[nodiscard]] CertificatePtr certificate_from_der(const Bytes& der);

/// SubjectPublicKeyInfo as lower-case hex of its SHA-256: names a key.
[[nodiscard]] std::string key_id(EVP_PKEY* public_key);
[[nodiscard]] std::string sha256_hex(const Bytes& bytes);
[[nodiscard]] std::string sha1_hex(const Bytes& bytes);
/// The serial number in lower-case hex.
[[nodiscard]] std::string serial_of(const X509* certificate);
[[nodiscard]] Instant instant_of(const ASN1_TIME* time);
/// RFC 4514, most specific first, UTF-8 as it is.
[[nodiscard]] std::string name_text(const X509_NAME* name);
/// The first common name, "" when there is none.
[[nodiscard]] std::string common_name(const X509_NAME* name);

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// White space anywhere is stepped over (RFC 8951 3.1); OpenSslFailure for anything else that is no base64.
[[nodiscard]] Bytes from_base64(std::string_view text);

}  // namespace kigen::demo_ra

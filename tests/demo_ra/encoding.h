// What an EST server puts into its answers: certs-only PKCS#7, base64 in several shapes, problem+json, multipart.
// Pure functions; OpenSslFailure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/demo_ra/message.h"
#include "tests/demo_ra/openssl.h"
#include "tests/demo_ra/rules.h"

namespace kigen::demo_ra {

/// SignedData without signers (RFC 5652 5, RFC 7030 4.1.3), DER; the certificates in the given order.
[[nodiscard]] std::string certs_only(const std::vector<X509*>& certificates);

struct Base64Shape {
  enum class Lines { Wrapped, Crlf, Single } lines = Lines::Wrapped;
  bool last_newline = true;
};
[[nodiscard]] std::string shaped_base64(std::string_view bytes, const Base64Shape& shape);

/// RFC 9457, with the extension members that Kigen's clients read.
[[nodiscard]] Answer problem(const Refusal& refusal);

enum class KeyWrapping {
  Pkcs8,    ///< PrivateKeyInfo
  Cms,      ///< AsymmetricKeyPackage (RFC 5958) in SignedData by the issuing CA (RFC 7030 4.4.2, without encryption)
  CmsData,  ///< PrivateKeyInfo as plain data in SignedData
  Pkcs1,    ///< RSAPrivateKey, labelled as PKCS#8
};
struct WrappedKey {
  std::string content_type, der;
};
[[nodiscard]] WrappedKey wrap_key(EVP_PKEY* key, KeyWrapping wrapping, X509* signer, EVP_PKEY* signer_key);

/// multipart/mixed of the two (RFC 7030 4.4.2).
[[nodiscard]] Answer key_and_certificates(const WrappedKey& key, std::string_view pkcs7, const Base64Shape& shape);

/// CsrAttrs (RFC 8951 2), DER: "attributes" or "binding".
[[nodiscard]] std::string csr_attributes(bool with_channel_binding);

/// An RFC 9110 date: "Fri, 20 Nov 2026 13:30:00 GMT".
[[nodiscard]] std::string http_date(Instant instant);

/// PKCS#12 of certificate, key and chain under `password`.
[[nodiscard]] std::string pkcs12(X509* certificate, EVP_PKEY* key, const std::vector<X509*>& chain,
                                 const std::string& password, const std::string& name);

}  // namespace kigen::demo_ra

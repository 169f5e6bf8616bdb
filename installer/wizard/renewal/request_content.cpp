#include "installer/wizard/renewal/request_content.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "common/base/base64.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/parse_certificate.h"

namespace kigen::renewal {
namespace {

using x509::OpenSslPtr;
using Certificate = OpenSslPtr<X509, X509_free>;
using keys::Bytes;

template <class T, class Encode>
Bytes encoded(Encode encode, T* object) {
  const int size = encode(object, nullptr);
  Bytes out(size > 0 ? static_cast<std::size_t>(size) : 0);
  unsigned char* to = out.data();
  if (size > 0) encode(object, &to);
  return out;
}

Certificate decode(std::span<const std::uint8_t> der) {
  const unsigned char* from = der.data();
  return Certificate(d2i_X509(nullptr, &from, static_cast<long>(der.size())));
}

}  // namespace

Result<keys::RequestContent> content_like(std::span<const std::uint8_t> der) {
  const x509::ErrorQueueScope scope;
  const Certificate certificate = decode(der);
  if (!certificate) return Error(ErrorCode::CertificateUnparsable).with("field", "certificate");
  keys::RequestContent content;
  content.subject = encoded(i2d_X509_NAME, X509_get_subject_name(certificate.get()));
  const int at = X509_get_ext_by_NID(certificate.get(), NID_subject_alt_name, -1);
  if (at >= 0) content.extensions.push_back(encoded(i2d_X509_EXTENSION, X509_get_ext(certificate.get(), at)));
  return content;
}

Result<keys::RequestContent> content_named(const std::string& common_name) {
  constexpr std::size_t kMaxBytes = 256;  // 64 characters of up to four octets; OpenSSL counts the characters
  const x509::ErrorQueueScope scope;
  const OpenSslPtr<X509_NAME, X509_NAME_free> subject(X509_NAME_new());
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
  const bool good = subject && !common_name.empty() && common_name.size() <= kMaxBytes &&
                    X509_NAME_add_entry_by_NID(subject.get(), NID_commonName, MBSTRING_UTF8, text,
                                               static_cast<int>(common_name.size()), -1, 0) == 1;
  if (!good) return Error(ErrorCode::InvalidArgument).with("reason", "subject_name");
  keys::RequestContent content;
  content.subject = encoded(i2d_X509_NAME, subject.get());
  return content;
}

void apply_wishes(keys::RequestContent& content, const est::CsrAttributes& wishes,
                  const std::optional<est::Bytes>& binding) {
  const auto wished = [&](std::string_view rsa, std::string_view ecdsa, std::string_view plain) {
    return std::any_of(wishes.oids.begin(), wishes.oids.end(),
                       [&](const std::string& oid) { return oid == rsa || oid == ecdsa || oid == plain; });
  };
  // sha…WithRSAEncryption (RFC 8017), ecdsa-with-SHA… (RFC 5758), id-sha… (RFC 5754).
  if (wished("1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3", "2.16.840.1.101.3.4.2.2")) {
    content.hash = keys::Hash::Sha384;
  }
  if (wished("1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4", "2.16.840.1.101.3.4.2.3")) {
    content.hash = keys::Hash::Sha512;
  }
  if (!binding || binding->empty()) return;
  content.challenge_password = to_base64(*binding);
}

bool has_key(std::span<const std::uint8_t> der, std::span<const std::uint8_t> public_key_info) {
  const auto parsed = x509::parse_certificate_and_key(der);
  return parsed && std::equal(parsed->public_key_info.begin(), parsed->public_key_info.end(), public_key_info.begin(),
                              public_key_info.end());
}

bool request_has_key(std::span<const std::uint8_t> pkcs10, std::span<const std::uint8_t> public_key_info) {
  const x509::ErrorQueueScope scope;
  const unsigned char* from = pkcs10.data();
  const OpenSslPtr<X509_REQ, X509_REQ_free> request(d2i_X509_REQ(nullptr, &from, static_cast<long>(pkcs10.size())));
  if (!request) return false;
  const Bytes in_request = encoded(i2d_X509_PUBKEY, X509_REQ_get_X509_PUBKEY(request.get()));
  return std::equal(in_request.begin(), in_request.end(), public_key_info.begin(), public_key_info.end());
}

}  // namespace kigen::renewal

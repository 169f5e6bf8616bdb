#include "tests/common/est/test_ca.h"

#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace kigen::est::testing {
namespace {

using x509::OpenSslPtr;
using x509::testing::CertificatePtr;

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

template <auto Encode, class T>
Der encoded(T* object) {
  unsigned char* out = nullptr;
  const int size = Encode(object, &out);
  require(size > 0, "cannot encode");
  Der result(out, out + size);
  OPENSSL_free(out);
  return result;
}

void set_name(X509_NAME* name, const std::string& common_name) {
  const auto add = [name](const char* type, const std::string& value) {
    const void* text = value.data();
    require(X509_NAME_add_entry_by_txt(name, type, MBSTRING_UTF8, static_cast<const unsigned char*>(text),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            type);
  };
  add("O", "Kigen");
  add("CN", common_name);
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

Der make(const std::string& issuer, const std::string& issuer_key, const Wish& wish) {
  static long serial = 1000;
  const CertificatePtr made(X509_new());
  X509* x = made.get();
  require(X509_set_version(x, X509_VERSION_3) == 1 && X509_set_pubkey(x, test_key(wish.key)) == 1, "certificate");
  ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
  set_name(X509_get_issuer_name(x), issuer);
  set_name(X509_get_subject_name(x), wish.common_name);
  ASN1_TIME_set(X509_getm_notBefore(x), static_cast<std::time_t>(to_unix(wish.not_before)));
  ASN1_TIME_set(X509_getm_notAfter(x), static_cast<std::time_t>(to_unix(wish.not_after)));
  add_extension(x, NID_basic_constraints, wish.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(x, NID_key_usage, wish.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (!wish.is_ca && !wish.usage.empty()) add_extension(x, NID_ext_key_usage, wish.usage);
  require(X509_sign(x, test_key(issuer_key), wish.sha1 ? EVP_sha1() : EVP_sha256()) > 0, "cannot sign");
  return x509::testing::to_der(x);
}

Wish authority_wish(const std::string& name, const std::string& key, Instant not_after) {
  return {
      .common_name = name, .key = key, .not_before = from_unix(1'577'836'800), .not_after = not_after, .is_ca = true};
}

CertificatePtr decode(const Der& der) {
  const unsigned char* at = der.data();
  return CertificatePtr(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

// The outer three lengths of a SignedData as indefinite ones (X.690 8.1.3.6): SEQUENCE, [0], SEQUENCE.
Der with_indefinite_lengths(const Der& der) {
  const auto header = [&der](std::size_t at) { return at + (der[at + 1] < 0x80 ? 2 : 2 + (der[at + 1] & 0x7fU)); };
  const std::size_t info = header(0), wrapper = info + 11, data = header(wrapper), body = header(data);
  std::string out("\x30\x80", 2);
  out.append(der.begin() + static_cast<long>(info), der.begin() + static_cast<long>(wrapper));
  out.append("\xa0\x80\x30\x80", 4).append(der.begin() + static_cast<long>(body), der.end()).append(6, '\0');
  return octets_of(out);
}

}  // namespace

Authority make_root(const std::string& name, const std::string& key) {
  return {make(name, key, authority_wish(name, key, from_unix(2'208'988'800))), name, key};
}

Authority make_intermediate(const std::string& name, const std::string& key, const Authority& issuer,
                            Instant not_after) {
  return {make(issuer.name, issuer.key, authority_wish(name, key, not_after)), name, key};
}

Der issue(const Authority& issuer, const Wish& wish) {
  return make(issuer.name, issuer.key, wish);
}

Der public_key_info(const std::string& key) {
  return encoded<i2d_PUBKEY>(test_key(key));
}

Der pkcs8(const std::string& key) {
  const OpenSslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(EVP_PKEY2PKCS8(test_key(key)));
  return encoded<i2d_PKCS8_PRIV_KEY_INFO>(info.get());
}

Der traditional_key(const std::string& key) {
  return encoded<i2d_PrivateKey>(test_key(key));
}

Der certs_only(const std::vector<Der>& certificates, bool ber) {
  const OpenSslPtr<PKCS7, PKCS7_free> container(PKCS7_new());
  require(
      PKCS7_set_type(container.get(), NID_pkcs7_signed) == 1 && PKCS7_content_new(container.get(), NID_pkcs7_data) == 1,
      "PKCS#7");
  PKCS7_set_detached(container.get(), 1);
  for (const Der& one : certificates) require(PKCS7_add_certificate(container.get(), decode(one).get()) == 1, "add");
  const Der der = encoded<i2d_PKCS7>(container.get());
  return ber ? with_indefinite_lengths(der) : der;
}

std::string text_of(const Der& octets) {
  return {octets.begin(), octets.end()};
}

Der octets_of(const std::string& text) {
  return {text.begin(), text.end()};
}

}  // namespace kigen::est::testing

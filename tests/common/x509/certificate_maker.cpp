#include "tests/common/x509/certificate_maker.h"

#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <map>
#include <stdexcept>

namespace kigen::x509::testing {
namespace {

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

KeyPtr make_key(const std::string& kind) {
  if (kind.starts_with("RSA ")) {
    return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{std::stoul(kind.substr(4))}));
  }
  if (kind.starts_with("EC ")) return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.substr(3).c_str()));
  return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, kind.c_str()));
}

template <class Write>
std::string written(Write write) {
  const OpenSslPtr<BIO, BIO_free_all> memory(BIO_new(BIO_s_mem()));
  require(write(memory.get()) == 1, "cannot write");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

EVP_PKEY* test_key(const std::string& kind) {
  static std::map<std::string, KeyPtr> keys;
  KeyPtr& key = keys[kind];
  if (!key) key = make_key(kind);
  require(key != nullptr, kind.c_str());
  return key.get();
}

Octets der(std::uint8_t tag, const Octets& content) {
  Octets out{tag};
  if (content.size() < 0x80) {
    out.push_back(static_cast<std::uint8_t>(content.size()));
  } else {
    Octets length;
    for (std::size_t rest = content.size(); rest > 0; rest >>= 8) {
      length.insert(length.begin(), static_cast<std::uint8_t>(rest & 0xff));
    }
    out.push_back(static_cast<std::uint8_t>(0x80 | length.size()));
    out = std::move(out) + length;
  }
  return std::move(out) + content;
}

Octets operator+(Octets a, const Octets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Octets octets(std::string_view text) {
  return {text.begin(), text.end()};
}

CertificateMaker::CertificateMaker(EVP_PKEY* key) : certificate_(X509_new()) {
  X509* x = certificate_.get();
  X509_NAME* issuer = X509_get_issuer_name(x);
  const auto add = [issuer](const char* type, const Octets& value) {
    return X509_NAME_add_entry_by_txt(issuer, type, MBSTRING_UTF8, value.data(), static_cast<int>(value.size()), -1, 0);
  };
  require(X509_set_version(x, X509_VERSION_3) == 1 && add("O", octets("Kigen")) == 1 &&
              add("CN", octets("Test CA")) == 1 && X509_set_pubkey(x, key) == 1,
          "cannot start a certificate");
  serial("1234").validity("20260101000000Z", "20261231235959Z");
}

CertificateMaker& CertificateMaker::subject(const char* type, int string_type, std::string_view value, bool same_rdn) {
  const Octets content = octets(value);
  const OpenSslPtr<ASN1_OBJECT, ASN1_OBJECT_free> object(OBJ_txt2obj(type, 0));
  // The entry takes the type as it is given: no conversion, no check against the attribute's allowed types.
  const OpenSslPtr<X509_NAME_ENTRY, X509_NAME_ENTRY_free> entry(X509_NAME_ENTRY_new());
  const OpenSslPtr<ASN1_STRING, ASN1_STRING_free> text(ASN1_STRING_type_new(string_type));
  require(
      object && ASN1_STRING_set(text.get(), content.data(), static_cast<int>(content.size())) == 1 &&
          X509_NAME_ENTRY_set_object(entry.get(), object.get()) == 1 &&
          X509_NAME_ENTRY_set_data(entry.get(), string_type, content.data(), static_cast<int>(content.size())) == 1 &&
          X509_NAME_add_entry(X509_get_subject_name(certificate_.get()), entry.get(), -1, same_rdn ? -1 : 0) == 1,
      type);
  return *this;
}

CertificateMaker& CertificateMaker::validity(const char* not_before, const char* not_after) {
  require(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate_.get()), not_before) == 1 &&
              ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate_.get()), not_after) == 1,
          "bad time");
  return *this;
}

CertificateMaker& CertificateMaker::serial(const char* hex) {
  BIGNUM* number = nullptr;
  require(BN_hex2bn(&number, hex) > 0, hex);
  const OpenSslPtr<BIGNUM, BN_free> owner(number);
  require(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate_.get())) != nullptr, hex);
  return *this;
}

CertificateMaker& CertificateMaker::extension(int nid, const std::string& value) {
  const OpenSslPtr<CONF, NCONF_free> conf(NCONF_new(nullptr));
  const OpenSslPtr<BIO, BIO_free_all> sections(BIO_new_mem_buf("[dir]\nC=JP\nO=Kigen\nCN=Directory Name\n", -1));
  require(NCONF_load_bio(conf.get(), sections.get(), nullptr) == 1, "bad sections");
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate_.get(), certificate_.get(), nullptr, nullptr, 0);
  X509V3_set_nconf(&context, conf.get());
  const OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_nconf_nid(conf.get(), &context, nid, value.c_str()));
  require(extension && X509_add_ext(certificate_.get(), extension.get(), -1) == 1, value.c_str());
  return *this;
}

CertificateMaker& CertificateMaker::raw_extension(const char* oid, const Octets& value) {
  const OpenSslPtr<ASN1_OBJECT, ASN1_OBJECT_free> object(OBJ_txt2obj(oid, 1));
  const OpenSslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> data(ASN1_OCTET_STRING_new());
  require(ASN1_OCTET_STRING_set(data.get(), value.data(), static_cast<int>(value.size())) == 1, oid);
  const OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509_EXTENSION_create_by_OBJ(nullptr, object.get(), 0, data.get()));
  require(extension && X509_add_ext(certificate_.get(), extension.get(), -1) == 1, oid);
  return *this;
}

CertificatePtr CertificateMaker::sign(const char* key) {
  const bool own_digest = std::string_view(key).starts_with("ED");
  require(X509_sign(certificate_.get(), test_key(key), own_digest ? nullptr : EVP_sha256()) > 0, "cannot sign");
  X509_up_ref(certificate_.get());
  return CertificatePtr(certificate_.get());
}

Octets CertificateMaker::to_der(const char* key) {
  return testing::to_der(sign(key).get());
}

CertificatePtr certificate(const char* common_name, const char* key) {
  return CertificateMaker(test_key(key)).subject("CN", V_ASN1_UTF8STRING, common_name).sign();
}

Octets to_der(X509* certificate) {
  unsigned char* out = nullptr;
  const int size = i2d_X509(certificate, &out);
  require(size > 0, "cannot encode");
  Octets result(out, out + size);
  OPENSSL_free(out);
  return result;
}

std::string to_pem(X509* certificate) {
  return written([certificate](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

std::string to_pem(EVP_PKEY* key) {
  return written([key](BIO* out) { return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

}  // namespace kigen::x509::testing

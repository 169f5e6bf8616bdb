#include "tests/common/net/test_certificates.h"

#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

#include "common/keys/software_key.h"
#include "common/platform/random.h"

namespace kigen::net::test {

namespace {

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

std::shared_ptr<EVP_PKEY> make_key(const CertificateOrder& order) {
  EVP_PKEY* key = order.elliptic ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                 : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(order.rsa_bits));
  require(key != nullptr, "key");
  return {key, EVP_PKEY_free};
}

void set_name(X509_NAME* name, const std::string& text) {
  const auto* octets = reinterpret_cast<const unsigned char*>(text.c_str());
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, octets, -1, -1, 0) == 1, "name");
}

void add_extension(X509* certificate, const char* name, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf(nullptr, nullptr, name, value.c_str());
  require(extension != nullptr, name);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

Credential make(const CertificateOrder& order, const Credential* issuer) {
  static std::atomic<long> serial{1000};
  Credential made;
  made.key = make_key(order);
  made.certificate = {X509_new(), X509_free};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_time_adj_ex(X509_getm_notBefore(certificate), order.from_days, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(certificate), order.to_days, 0, nullptr);
  set_name(X509_get_subject_name(certificate), order.name);
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer ? issuer->certificate.get() : certificate));
  X509_set_pubkey(certificate, made.key.get());
  if (order.authority) {
    add_extension(certificate, "basicConstraints", "critical,CA:TRUE");
    add_extension(certificate, "keyUsage", "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate, "extendedKeyUsage", order.client ? "clientAuth" : "serverAuth");
    if (!order.client && !order.alternatives.empty()) {
      add_extension(certificate, "subjectAltName", joined(order.alternatives));
    }
  }
  require(X509_sign(certificate, issuer ? issuer->key.get() : made.key.get(), EVP_sha256()) > 0, "signature");
  return made;
}

}  // namespace

Bytes Credential::der() const {
  unsigned char* octets = nullptr;
  const int length = i2d_X509(certificate.get(), &octets);
  require(length > 0, "DER");
  Bytes result(octets, octets + length);
  OPENSSL_free(octets);
  return result;
}

std::shared_ptr<keys::Key> Credential::client_key() const {
  EVP_PKEY_up_ref(key.get());
  auto made = keys::make_software_key(keys::EvpPkey(key.get()));
  require(made.has_value(), "software key");
  return std::move(*made);
}

TestAuthority::TestAuthority(const std::string& name)
    : own_(make({.name = name, .alternatives = {}, .authority = true}, nullptr)) {}

Credential TestAuthority::issue(const CertificateOrder& order) const {
  return make(order, &own_);
}

TestAuthority TestAuthority::issue_authority(const std::string& name) const {
  return TestAuthority(make({.name = name, .alternatives = {}, .authority = true}, &own_));
}

const TestAuthority& shared_authority() {
  // A name of its own in each run: what an interrupted one left in a store must not be taken for it.
  static const TestAuthority authority("Test Root " + platform::random_hex(4));
  return authority;
}

}  // namespace kigen::net::test

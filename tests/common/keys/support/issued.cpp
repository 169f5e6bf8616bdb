#include "tests/common/keys/support/issued.h"

#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <map>
#include <stdexcept>

#include "common/keys/hash.h"
#include "common/keys/software_key.h"

namespace kigen::keys::test {
namespace {

void set_name(X509_NAME* name, const std::string& common_name) {
  require(
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common_name.data()),
                                 static_cast<int>(common_name.size()), -1, 0) == 1,
      "name");
}

X509Ptr make(EVP_PKEY* key, const std::string& name, const std::string& issuer) {
  static long serial = 1000;
  X509Ptr certificate(X509_new());
  X509* x = certificate.get();
  set_name(X509_get_subject_name(x), name);
  set_name(X509_get_issuer_name(x), issuer);
  require(X509_set_version(x, X509_VERSION_3) == 1 && X509_set_pubkey(x, key) == 1 &&
              ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial) == 1 &&
              X509_gmtime_adj(X509_getm_notBefore(x), -86400) != nullptr &&
              X509_gmtime_adj(X509_getm_notAfter(x), 30L * 86400) != nullptr,
          "certificate");
  const x509::OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> constraints(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, name == issuer ? "critical,CA:TRUE" : "CA:FALSE"));
  require(
      constraints && X509_add_ext(x, constraints.get(), -1) == 1 && X509_sign(x, known_key("P-256"), EVP_sha256()) > 0,
      "certificate");
  return certificate;
}

constexpr char kAuthority[] = "Kigen Test Authority";

}  // namespace

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

EVP_PKEY* known_key(const std::string& kind) {
  static std::map<std::string, EvpPkey> keys;
  EvpPkey& key = keys[kind];
  if (!key) {
    key.reset(kind == "RSA 2048" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})
                                 : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.c_str()));
  }
  require(key != nullptr, kind.c_str());
  return key.get();
}

std::shared_ptr<Key> software_key(const std::string& kind) {
  EVP_PKEY_up_ref(known_key(kind));
  return make_software_key(EvpPkey(known_key(kind))).value();
}

X509* authority() {
  static const X509Ptr certificate = make(known_key("P-256"), kAuthority, kAuthority);
  return certificate.get();
}

X509Ptr issue(const Bytes& public_key_info, const std::string& name) {
  const unsigned char* at = public_key_info.data();
  const EvpPkey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_info.size())));
  require(key != nullptr, "public key");
  return make(key.get(), name, kAuthority);
}

Bytes digest_of(Hash hash, const std::string& message) {
  Bytes digest(digest_length(hash));
  require(
      EVP_Q_digest(nullptr, openssl_name(hash), nullptr, message.data(), message.size(), digest.data(), nullptr) == 1,
      "digest");
  return digest;
}

bool verifies(const Bytes& public_key_info, const SignRequest& request, const Bytes& signature) {
  const x509::ErrorQueueScope errors;
  const unsigned char* at = public_key_info.data();
  const EvpPkey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key_info.size())));
  const x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  require(context && EVP_PKEY_verify_init(context.get()) == 1 &&
              EVP_PKEY_CTX_set_signature_md(context.get(), EVP_get_digestbyname(openssl_name(request.hash))) == 1,
          "verify_init");
  if (request.padding != Padding::Ecdsa) {
    const bool pss = request.padding == Padding::Pss;
    require(EVP_PKEY_CTX_set_rsa_padding(context.get(), pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1,
            "padding");
    const int salt = request.salt_length < 0 ? RSA_PSS_SALTLEN_DIGEST : request.salt_length;
    require(!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), salt) == 1, "salt");
  }
  return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), request.digest.data(),
                         request.digest.size()) == 1;
}

}  // namespace kigen::keys::test

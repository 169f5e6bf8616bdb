#include "tests/pki/authority.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <stdexcept>

namespace kigen::test_pki {

namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Pkcs12 = std::unique_ptr<PKCS12, Deleter<PKCS12_free>>;

/// Inside this file an OpenSSL failure is an exception; the two public functions turn it into an Error.
void check(bool good) {
  if (good) return;
  std::array<char, 256> text{};
  ::ERR_error_string_n(::ERR_get_error(), text.data(), text.size());
  throw std::runtime_error(text.data());
}

Key new_key(bool elliptic) {
  constexpr unsigned kRsaBits = 2048;
  Key key(elliptic ? ::EVP_EC_gen("P-256") : ::EVP_RSA_gen(kRsaBits));
  check(key != nullptr);
  return key;
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (value.empty()) return;
  check(::X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                     static_cast<int>(value.size()), -1, 0) == 1);
}

void set_subject(X509* certificate, const Subject& subject) {
  X509_NAME* name = ::X509_get_subject_name(certificate);
  add_name(name, "C", "JP");
  add_name(name, "O", subject.organization);
  add_name(name, "OU", subject.unit);
  add_name(name, "CN", subject.common_name);
}

void set_time(ASN1_TIME* field, Instant instant) {
  check(::ASN1_TIME_set(field, static_cast<time_t>(to_unix(instant))) != nullptr);
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(::X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  check(extension != nullptr);
  check(::X509_add_ext(certificate, extension.get(), -1) == 1);
}

Certificate unsigned_certificate(const Order& order, EVP_PKEY* key) {
  Certificate certificate(::X509_new());
  check(certificate != nullptr);
  check(::X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  std::array<unsigned char, 8> serial{};
  check(::RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1);
  serial[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(
      ::BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  check(::BN_to_ASN1_INTEGER(number.get(), ::X509_get_serialNumber(certificate.get())) != nullptr);
  set_subject(certificate.get(), order.subject);
  set_time(::X509_getm_notBefore(certificate.get()), order.not_before);
  set_time(::X509_getm_notAfter(certificate.get()), order.not_after);
  check(::X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

std::string written(const Memory& memory) {
  char* data = nullptr;
  const long size = ::BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Memory memory(::BIO_new(::BIO_s_mem()));
  check(::PEM_write_bio_X509(memory.get(), certificate) == 1);
  return written(memory);
}

std::string der_of(X509* certificate) {
  const Memory memory(::BIO_new(::BIO_s_mem()));
  check(::i2d_X509_bio(memory.get(), certificate) == 1);
  return written(memory);
}

std::string pem_of(EVP_PKEY* key) {
  const Memory memory(::BIO_new(::BIO_s_mem()));
  check(::PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return written(memory);
}

std::string pkcs12_of(X509* certificate, EVP_PKEY* key, const std::string& name) {
  const Pkcs12 box(::PKCS12_create(kPassword, name.c_str(), key, certificate, nullptr, 0, 0, 0, 0, 0));
  check(box != nullptr);
  const Memory memory(::BIO_new(::BIO_s_mem()));
  check(::i2d_PKCS12_bio(memory.get(), box.get()) == 1);
  return written(memory);
}

}  // namespace

struct Authority::State {
  Key key;
  Certificate certificate;
  std::string pem;
};

Authority::Authority(std::unique_ptr<State> state) : state_(std::move(state)) {}
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;
Authority::~Authority() = default;

const std::string& Authority::certificate_pem() const {
  return state_->pem;
}

Result<Authority> Authority::make(Instant now) {
  try {
    auto state = std::make_unique<State>();
    state->key = new_key(false);
    const Order order{.subject = {kAuthorityName, "", kAuthorityOrganization},
                      .not_before = now - std::chrono::years{5},
                      .not_after = now + std::chrono::years{5}};
    state->certificate = unsigned_certificate(order, state->key.get());
    X509* certificate = state->certificate.get();
    check(::X509_set_issuer_name(certificate, ::X509_get_subject_name(certificate)) == 1);
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
    check(::X509_sign(certificate, state->key.get(), ::EVP_sha256()) > 0);
    state->pem = pem_of(certificate);
    return Authority(std::move(state));
  } catch (const std::exception& failure) {
    return Error(ErrorCode::Internal, failure.what());
  }
}

Result<Issued> Authority::issue(const Order& order) const {
  try {
    const Key key = new_key(order.elliptic);
    const Certificate certificate = unsigned_certificate(order, key.get());
    X509* issuer = state_->certificate.get();
    check(::X509_set_issuer_name(certificate.get(), ::X509_get_subject_name(issuer)) == 1);
    add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), issuer, NID_ext_key_usage, "clientAuth");
    add_extension(certificate.get(), issuer, NID_subject_key_identifier, "hash");
    add_extension(certificate.get(), issuer, NID_authority_key_identifier, "keyid:always");
    check(::X509_sign(certificate.get(), state_->key.get(), ::EVP_sha256()) > 0);
    return Issued{.certificate_pem = pem_of(certificate.get()),
                  .key_pem = pem_of(key.get()),
                  .der = der_of(certificate.get()),
                  .pkcs12 = pkcs12_of(certificate.get(), key.get(), order.subject.common_name)};
  } catch (const std::exception& failure) {
    return Error(ErrorCode::Internal, failure.what());
  }
}

}  // namespace kigen::test_pki

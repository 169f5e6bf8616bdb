#include "tests/token_module/maker/material.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace kigen::test_token {
namespace {

template <auto kFree>
struct With {
  template <typename T>
  void operator()(T* it) const {
    kFree(it);
  }
};
using BioPtr = std::unique_ptr<BIO, With<BIO_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, With<X509_free>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, With<PKCS12_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, With<BN_free>>;

[[noreturn]] void fail(const std::string& text) {
  throw std::runtime_error(text);
}

BioPtr memory(const Bytes& bytes) {
  return BioPtr(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

/// `size`: with zeros in front up to this length.
Bytes number(const EVP_PKEY* key, const char* name, std::size_t size = 0) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) fail(std::string("the key has no ") + name);
  const NumberPtr owned(raw);
  Bytes bytes(std::max(size, static_cast<std::size_t>(BN_num_bytes(raw))));
  BN_bn2binpad(raw, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

template <typename T>
Bytes der(T* it, int (*encode)(T*, unsigned char**)) {
  unsigned char* raw = nullptr;
  const int size = encode(it, &raw);
  if (size <= 0) fail("not encodable");
  Bytes bytes(raw, raw + size);
  OPENSSL_free(raw);
  return bytes;
}

Bytes curve_of(const EVP_PKEY* key) {
  std::string name(80, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) != 1) fail("the key has no named curve");
  name.resize(size);
  ASN1_OBJECT* const oid = OBJ_txt2obj(name.c_str(), 0);
  Bytes bytes = der<const ASN1_OBJECT>(oid, i2d_ASN1_OBJECT);
  ASN1_OBJECT_free(oid);
  return bytes;
}

Bytes point_of(const EVP_PKEY* key) {
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0, &size) != 1) fail("no point");
  Bytes point(size);
  EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size);
  // Uncompressed points of the usual curves are shorter than 256 octets.
  Bytes wrapped{0x04};
  if (size > 127) wrapped.push_back(0x81);
  wrapped.push_back(static_cast<unsigned char>(size));
  wrapped.insert(wrapped.end(), point.begin(), point.end());
  return wrapped;
}

KeyParts parts(const EVP_PKEY* key) {
  KeyParts result;
  result.rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
  if (result.rsa) {
    result.modulus = number(key, OSSL_PKEY_PARAM_RSA_N);
    result.public_exponent = number(key, OSSL_PKEY_PARAM_RSA_E);
    result.private_exponent = number(key, OSSL_PKEY_PARAM_RSA_D);
    result.prime_1 = number(key, OSSL_PKEY_PARAM_RSA_FACTOR1);
    result.prime_2 = number(key, OSSL_PKEY_PARAM_RSA_FACTOR2);
    result.exponent_1 = number(key, OSSL_PKEY_PARAM_RSA_EXPONENT1);
    result.exponent_2 = number(key, OSSL_PKEY_PARAM_RSA_EXPONENT2);
    result.coefficient = number(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
  } else {
    result.curve = curve_of(key);
    result.point = point_of(key);
    result.scalar = number(key, OSSL_PKEY_PARAM_PRIV_KEY, static_cast<std::size_t>(EVP_PKEY_get_bits(key) + 7) / 8);
  }
  return result;
}

CertificateParts parts(X509* certificate) {
  return {der<const X509>(certificate, i2d_X509),
          der<const X509_NAME>(X509_get_subject_name(certificate), i2d_X509_NAME),
          der<const X509_NAME>(X509_get_issuer_name(certificate), i2d_X509_NAME),
          der<const ASN1_INTEGER>(X509_get0_serialNumber(certificate), i2d_ASN1_INTEGER)};
}

}  // namespace

Bytes read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) fail("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

Bytes sha256_of(const Bytes& data) {
  Bytes hash(32);
  std::size_t size = 0;
  if (EVP_Q_digest(nullptr, "SHA256", nullptr, data.data(), data.size(), hash.data(), &size) != 1) fail("no SHA-256");
  return hash;
}

Material read_pkcs12(const std::filesystem::path& file, const std::string& password) {
  const auto bytes = read_file(file);
  const auto bio = memory(bytes);
  const Pkcs12Ptr box(d2i_PKCS12_bio(bio.get(), nullptr));
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  if (box == nullptr || PKCS12_parse(box.get(), password.c_str(), &key, &certificate, nullptr) != 1) {
    fail("cannot open " + file.string());
  }
  const KeyPtr own_key(key);
  const CertificatePtr own_certificate(certificate);
  if (key == nullptr || certificate == nullptr) fail("no key with its certificate in " + file.string());
  return {parts(key), parts(certificate)};
}

Material read_files(const std::filesystem::path& key, const std::filesystem::path& certificate) {
  Material result;
  if (!key.empty()) {
    const auto bytes = read_file(key);
    KeyPtr found(PEM_read_bio_PrivateKey(memory(bytes).get(), nullptr, nullptr, nullptr));
    if (found == nullptr) found.reset(d2i_PrivateKey_bio(memory(bytes).get(), nullptr));
    if (found == nullptr) fail("no key in " + key.string());
    result.key = parts(found.get());
  }
  if (!certificate.empty()) {
    const auto bytes = read_file(certificate);
    CertificatePtr found(PEM_read_bio_X509(memory(bytes).get(), nullptr, nullptr, nullptr));
    if (found == nullptr) found.reset(d2i_X509_bio(memory(bytes).get(), nullptr));
    if (found == nullptr) fail("no certificate in " + certificate.string());
    result.certificate = parts(found.get());
  }
  return result;
}

}  // namespace kigen::test_token

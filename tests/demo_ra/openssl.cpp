#include "tests/demo_ra/openssl.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

#include "common/base/hex.h"

namespace kigen::demo_ra {
namespace {

std::string digest_hex(const EVP_MD* algorithm, const void* bytes, std::size_t size) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  check(::EVP_Digest(bytes, size, digest.data(), &length, algorithm, nullptr) == 1);
  return to_hex(std::span(digest).first(length));
}

}  // namespace

void check(bool good) {
  if (good) return;
  std::array<char, 256> text{};
  ::ERR_error_string_n(::ERR_get_error(), text.data(), text.size());
  ::ERR_clear_error();
  throw OpenSslFailure(text.data());
}

KeyPtr new_rsa_key() {
  constexpr unsigned kRsaBits = 2048;
  KeyPtr key(::EVP_RSA_gen(kRsaBits));
  check(key != nullptr);
  return key;
}

KeyPtr new_ec_key() {
  KeyPtr key(::EVP_EC_gen("P-256"));
  check(key != nullptr);
  return key;
}

BioPtr memory_bio(std::string_view content) {
  BioPtr bio(::BIO_new(::BIO_s_mem()));
  check(bio != nullptr);
  if (!content.empty()) check(::BIO_write(bio.get(), content.data(), static_cast<int>(content.size())) > 0);
  return bio;
}

std::string written(BIO* memory) {
  char* data = nullptr;
  const long size = ::BIO_get_mem_data(memory, &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::string to_pem(X509* certificate) {
  const BioPtr memory = memory_bio();
  check(::PEM_write_bio_X509(memory.get(), certificate) == 1);
  return written(memory.get());
}

std::string to_pem(EVP_PKEY* key) {
  const BioPtr memory = memory_bio();
  check(::PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return written(memory.get());
}

CertificatePtr certificate_from_pem(const std::string& pem) {
  const BioPtr memory = memory_bio(pem);
  CertificatePtr certificate(::PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  check(certificate != nullptr);
  return certificate;
}

KeyPtr key_from_pem(const std::string& pem) {
  const BioPtr memory = memory_bio(pem);
  KeyPtr key(::PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  check(key != nullptr);
  return key;
}

Bytes to_der(X509* certificate) {
  const BioPtr memory = memory_bio();
  check(::i2d_X509_bio(memory.get(), certificate) == 1);
  const std::string bytes = written(memory.get());
  return {bytes.begin(), bytes.end()};
}

CertificatePtr certificate_from_der(const Bytes& der) {
  const std::uint8_t* at = der.data();
  CertificatePtr certificate(::d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  check(certificate != nullptr);
  return certificate;
}

std::string key_id(EVP_PKEY* public_key) {
  const BioPtr memory = memory_bio();
  check(::i2d_PUBKEY_bio(memory.get(), public_key) == 1);
  const std::string bytes = written(memory.get());
  return digest_hex(::EVP_sha256(), bytes.data(), bytes.size());
}

std::string sha256_hex(const Bytes& bytes) {
  return digest_hex(::EVP_sha256(), bytes.data(), bytes.size());
}

std::string sha1_hex(const Bytes& bytes) {
  return digest_hex(::EVP_sha1(), bytes.data(), bytes.size());
}

std::string serial_of(const X509* certificate) {
  const ASN1_INTEGER* serial = ::X509_get0_serialNumber(certificate);
  return to_hex(std::span(ASN1_STRING_get0_data(serial), static_cast<std::size_t>(ASN1_STRING_length(serial))));
}

Instant instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  check(::ASN1_TIME_to_tm(time, &parts) == 1);
  using namespace std::chrono;
  const auto date = year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
  return sys_days{date} + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
}

std::string name_text(const X509_NAME* name) {
  const BioPtr memory = memory_bio();
  constexpr unsigned long kFlags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  check(::X509_NAME_print_ex(memory.get(), name, 0, kFlags) >= 0);
  return written(memory.get());
}

std::string common_name(const X509_NAME* name) {
  const int at = ::X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ::ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(::X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string result(text, text + size);
  OPENSSL_free(text);
  return result;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

Bytes from_base64(std::string_view text) {
  std::string packed;
  packed.reserve(text.size());
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') packed += c;
  const std::size_t padding = packed.ends_with("==") ? 2U : packed.ends_with('=') ? 1U : 0U;
  const bool inner = packed.find('=') < packed.size() - padding;
  if (packed.size() % 4 != 0 || inner) throw OpenSslFailure("no base64");
  Bytes bytes(packed.size() / 4 * 3);
  const int size = ::EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(packed.data()),
                                     static_cast<int>(packed.size()));
  if (size < 0) throw OpenSslFailure("no base64");
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace kigen::demo_ra

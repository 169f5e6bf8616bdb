#include "tests/bench/certificate_factory.h"

#include <fmt/format.h>
#include <openssl/conf.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace kigen::bench {
namespace {

constexpr std::array<std::string_view, 8> kRoles{"担当", "窓口", "受付", "端末", "Device", "Gerät", "部門", "Operator"};
constexpr std::array<std::string_view, 6> kPlaces{"東棟", "西棟", "North", "一階", "South", "さくら"};
constexpr std::array<std::string_view, 4> kOrganisations{"株式会社期限", "Example Trading Ltd.", "見本商事業務課",
                                                         "Kigen Works"};

void require(bool ok) {
  if (ok) return;
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  throw std::runtime_error(std::string("OpenSSL could not make a certificate: ") + (reason == nullptr ? "?" : reason));
}

void add_entry(X509_NAME* name, const char* type, std::string_view value) {
  const bool ascii = value.find_first_not_of(
                         " !#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  std::vector<unsigned char> octets(value.begin(), value.end());
  require(X509_NAME_add_entry_by_txt(name, type, ascii ? MBSTRING_ASC : MBSTRING_UTF8, octets.data(),
                                     static_cast<int>(octets.size()), -1, 0) == 1);
}

void set_times(X509* certificate, Instant not_after) {
  constexpr std::chrono::days kLifetime{730};
  ASN1_TIME_set(X509_getm_notBefore(certificate), to_unix(not_after - kLifetime));
  ASN1_TIME_set(X509_getm_notAfter(certificate), to_unix(not_after));
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  const x509::OpenSslPtr<CONF, NCONF_free> empty(NCONF_new(nullptr));  // policies demand one, to look sections up in
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509V3_set_nconf(&context, empty.get());
  const x509::OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_nconf_nid(empty.get(), &context, nid, value.c_str()));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

CertificateFactory::CertificateFactory() {
  constexpr int kPairs = 4;
  for (int i = 0; i < kPairs; ++i) {
    rsa_keys_.emplace_back(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
    ec_keys_.emplace_back(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    require(rsa_keys_.back() && ec_keys_.back());
  }
  issuer_key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  require(issuer_key_ != nullptr);
}

std::vector<std::uint8_t> CertificateFactory::make(std::uint64_t number, Instant not_after) {
  const CertificatePtr certificate(X509_new());
  require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  constexpr std::uint64_t kSerialBase = 0x4b00000000000000;
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), kSerialBase + number) == 1);
  set_times(certificate.get(), not_after);

  X509_NAME* issuer = X509_get_issuer_name(certificate.get());
  add_entry(issuer, "C", "JP");
  add_entry(issuer, "O", "Kigen Bench");
  add_entry(issuer, "CN", fmt::format("Kigen Bench CA {}", number % 3));
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  add_entry(subject, "C", "JP");
  add_entry(subject, "O", kOrganisations[number % kOrganisations.size()]);
  add_entry(subject, "OU", fmt::format("Department {}", number % 97));
  add_entry(subject, "CN",
            fmt::format("{} {} {:06}", kRoles[number % kRoles.size()], kPlaces[number / 3 % kPlaces.size()], number));

  const auto& keys = number % 2 == 0 ? rsa_keys_ : ec_keys_;
  require(X509_set_pubkey(certificate.get(), keys[number / 2 % keys.size()].get()) == 1);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature,keyEncipherment");
  add_extension(certificate.get(), NID_ext_key_usage, "clientAuth,emailProtection");
  add_extension(certificate.get(), NID_subject_alt_name, fmt::format("email:user{:06}@kigen.example", number));
  add_extension(certificate.get(), NID_certificate_policies, "1.3.6.1.4.1.99999.1.2");
  add_extension(certificate.get(), NID_subject_key_identifier, "hash");
  require(X509_sign(certificate.get(), issuer_key_.get(), EVP_sha256()) > 0);

  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate.get(), &der);
  require(size > 0);
  std::vector<std::uint8_t> octets(der, der + size);
  OPENSSL_free(der);
  return octets;
}

std::string to_pem(const std::vector<std::uint8_t>& der) {
  constexpr std::size_t kOctetsPerLine = 48;
  std::string text = "-----BEGIN CERTIFICATE-----\n";
  std::array<unsigned char, 65> line{};
  for (std::size_t at = 0; at < der.size(); at += kOctetsPerLine) {
    const std::size_t count = std::min(kOctetsPerLine, der.size() - at);
    const int written = EVP_EncodeBlock(line.data(), der.data() + at, static_cast<int>(count));
    text.append(line.begin(), line.begin() + written);
    text += '\n';
  }
  return text + "-----END CERTIFICATE-----\n";
}

}  // namespace kigen::bench

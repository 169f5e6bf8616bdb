#include "common/keys/pkcs12_file.h"

#include <openssl/pkcs12.h>

#include <algorithm>

#include "common/x509/pkcs12_limits.h"

namespace kigen::keys {
namespace {

void free_safes(STACK_OF(PKCS7) * safes) {
  sk_PKCS7_pop_free(safes, PKCS7_free);
}
void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
void free_certificates(STACK_OF(X509) * certificates) {
  sk_X509_pop_free(certificates, X509_free);
}
using FilePtr = x509::OpenSslPtr<PKCS12, PKCS12_free>;
using SafesPtr = x509::OpenSslPtr<STACK_OF(PKCS7), free_safes>;
using BagsPtr = x509::OpenSslPtr<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using CertificatesPtr = x509::OpenSslPtr<STACK_OF(X509), free_certificates>;

constexpr std::size_t kMaxFile = std::size_t{8} * 1024 * 1024;
constexpr int kMaxCertificates = 64;

Error unreadable(const char* reason) {
  return Error(ErrorCode::Pkcs12Unreadable, std::string("PKCS#12: ") + reason).with("reason", reason);
}

// OpenSSL reads passwords up to a NUL, so one is put behind.
WipedBytes terminated(const Secret& password) {
  WipedBytes text(password.view().size() + 1);
  std::ranges::copy(password.view(), text.data());
  return text;
}
const char* text_of(WipedBytes& terminated_text) {
  return reinterpret_cast<const char*>(terminated_text.data());
}

Status check_mac(PKCS12* file, const char* password, x509::DerivationBudget& budget) {
  if (PKCS12_mac_present(file) != 1) return unreadable("no_mac");
  const ASN1_INTEGER* count = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  PKCS12_get0_mac(nullptr, &algorithm, nullptr, &count, file);
  std::int64_t iterations = 1;
  if (count != nullptr && ASN1_INTEGER_get_int64(&iterations, count) != 1) return unreadable("too_many_iterations");
  const ASN1_OBJECT* digest = nullptr;
  X509_ALGOR_get0(&digest, nullptr, nullptr, algorithm);
  if (EVP_get_digestbyobj(digest) == nullptr) return unreadable("mac_not_supported");
  if (!budget.spend(iterations)) return unreadable("too_many_iterations");
  if (PKCS12_verify_mac(file, password, -1) == 1) return {};
  // No password at all derives another key than an empty one (RFC 7292 B.1).
  if (*password == '\0' && budget.spend(iterations) && PKCS12_verify_mac(file, nullptr, 0) == 1) return {};
  return Error(ErrorCode::CredentialsWrong, "PKCS#12: the password does not open it");
}

Status check_bags(PKCS7* safe, x509::DerivationBudget& budget) {
  const BagsPtr bags(PKCS12_unpack_p7data(safe));
  if (!bags) return unreadable("malformed");
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags.get()); ++i) {
    const PKCS12_SAFEBAG* bag = sk_PKCS12_SAFEBAG_value(bags.get(), i);
    if (PKCS12_SAFEBAG_get_nid(bag) != NID_pkcs8ShroudedKeyBag) continue;
    const X509_ALGOR* algorithm = nullptr;
    X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
    const std::int64_t iterations = x509::derivation_iterations(algorithm);
    if (iterations < 0) return unreadable("encryption_not_supported");
    if (!budget.spend(iterations)) return unreadable("too_many_iterations");
  }
  return {};
}

// How much the file asks for is known before any of it is derived.
Status check_safes(PKCS12* file, x509::DerivationBudget& budget) {
  const SafesPtr safes(PKCS12_unpack_authsafes(file));
  if (!safes) return unreadable("malformed");
  for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
    PKCS7* safe = sk_PKCS7_value(safes.get(), i);
    if (PKCS7_type_is_data(safe)) {
      if (Status fit = check_bags(safe, budget); !fit) return fit;
      continue;
    }
    const bool encrypted = PKCS7_type_is_encrypted(safe) && safe->d.encrypted != nullptr &&
                           safe->d.encrypted->enc_data != nullptr && safe->d.encrypted->enc_data->algorithm != nullptr;
    if (!encrypted) return unreadable("encryption_not_supported");
    const std::int64_t iterations = x509::derivation_iterations(safe->d.encrypted->enc_data->algorithm);
    if (iterations < 0) return unreadable("encryption_not_supported");
    if (!budget.spend(iterations)) return unreadable("too_many_iterations");
  }
  return {};
}

Result<Pkcs12Contents> parse(PKCS12* file, const char* password) {
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* chain = nullptr;
  if (PKCS12_parse(file, password, &key, &certificate, &chain) != 1) return unreadable("encryption_not_supported");
  Pkcs12Contents contents{.key = EvpPkey(key), .certificate = X509Ptr(certificate), .others = {}};
  const CertificatesPtr others(chain);
  if (!contents.key || !contents.certificate) return unreadable("no_key");
  const bool known = EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "EC") == 1;
  if (!known) return unreadable("no_key");
  if (X509_check_private_key(certificate, key) != 1) return unreadable("key_does_not_match");
  if (others && sk_X509_num(others.get()) > kMaxCertificates) return unreadable("malformed");
  while (others && sk_X509_num(others.get()) > 0) contents.others.emplace_back(sk_X509_shift(others.get()));
  return contents;
}

}  // namespace

Result<Pkcs12Contents> open_pkcs12(std::span<const std::uint8_t> pfx, const Secret& password) {
  const x509::ErrorQueueScope errors;
  if (pfx.size() > kMaxFile) return unreadable("malformed");
  const unsigned char* at = pfx.data();
  const FilePtr file(d2i_PKCS12(nullptr, &at, static_cast<long>(pfx.size())));
  if (!file) return unreadable("malformed");
  WipedBytes text = terminated(password);
  x509::DerivationBudget budget;
  if (Status right = check_mac(file.get(), text_of(text), budget); !right) return right.error();
  if (Status fit = check_safes(file.get(), budget); !fit) return fit.error();
  return parse(file.get(), text_of(text));
}

Result<WipedBytes> make_pkcs12(EVP_PKEY* key, X509* certificate, const Secret& password) {
  const x509::ErrorQueueScope errors;
  WipedBytes text = terminated(password);
  const FilePtr file(PKCS12_create(text_of(text), nullptr, key, certificate, nullptr, 0, 0, 0, 0, 0));
  const int size = file ? i2d_PKCS12(file.get(), nullptr) : 0;
  if (size <= 0) return unreadable("no_key");
  WipedBytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  i2d_PKCS12(file.get(), &at);
  return der;
}

}  // namespace kigen::keys

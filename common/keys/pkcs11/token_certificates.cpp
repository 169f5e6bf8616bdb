// Certificates on a token, as they can be read without a PIN.
#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/base/hex.h"
#include "common/keys/pkcs11/clean_text.h"
#include "common/keys/pkcs11/token_stores.h"

namespace kigen::keys::pkcs11 {
namespace {

constexpr std::size_t kMaxCertificates = 256;
constexpr std::size_t kMaxId = 255, kMaxLabel = 512;

std::string label_of(const ObjectValues& values, std::size_t limit) {
  return clean_text(text_of(octets(values.octets(CKA_LABEL).value_or(Bytes{}))), limit);
}

// How a fault names an object that nobody can read.
std::string item_name(const ObjectValues& values) {
  const std::string label = label_of(values, 64);
  return label.empty() ? to_hex(values.octets(CKA_ID).value_or(Bytes{})).substr(0, 64) : label;
}

Error fault_of(const ObjectValues& values) {
  const bool large = values.too_large(CKA_VALUE);
  return Error(large ? ErrorCode::CertificateTooLarge : ErrorCode::CertificateUnparsable)
      .with("item", item_name(values));
}

}  // namespace

Result<std::vector<CertificateObject>> certificates_of(TokenSession& token, std::vector<Error>* faults) {
  const auto objects = token.find({attribute(CKA_CLASS, std::uint64_t{CKO_CERTIFICATE})});
  if (!objects) return objects.error();
  std::vector<CertificateObject> out;
  for (const ObjectHandle one : *objects) {
    if (out.size() >= kMaxCertificates) break;
    const auto values = token.read(one, {CKA_VALUE, CKA_LABEL, CKA_ID, CKA_CERTIFICATE_TYPE});
    if (!values && !token.usable()) return values.error();
    if (values && values->number(CKA_CERTIFICATE_TYPE).value_or(CKC_X_509) != CKC_X_509) continue;
    auto der = values ? values->octets(CKA_VALUE) : std::nullopt;
    if (!der || !decode_certificate(*der)) {
      if (faults != nullptr) faults->push_back(values ? fault_of(*values) : values.error());
      continue;
    }
    CertificateObject found{.handle = one, .der = *std::move(der), .label = label_of(*values, kMaxLabel)};
    found.id = values->octets(CKA_ID).value_or(Bytes{});
    if (found.id.size() > kMaxId) found.id.clear();
    out.push_back(std::move(found));
  }
  return out;
}

Bytes info_of(const CertificateObject& certificate) {
  const X509Ptr decoded = decode_certificate(certificate.der);
  const EVP_PKEY* key = decoded ? X509_get0_pubkey(decoded.get()) : nullptr;
  return key == nullptr ? Bytes{} : public_key_info_of(*key);
}

Result<TokenContent> TokenSession::content() {
  TokenContent content;
  const auto certificates = certificates_of(*this, &content.faults);
  if (!certificates) return certificates.error();
  std::vector<Bytes> key_ids;
  for (const std::uint64_t kind : {CKO_PUBLIC_KEY, CKO_PRIVATE_KEY}) {
    const auto keys = find({attribute(CKA_CLASS, kind)});
    if (!keys) return keys.error();
    for (const ObjectHandle key : *keys) {
      const auto values = read(key, {CKA_ID});
      if (!values && !usable()) return values.error();
      if (values) key_ids.push_back(values->octets(CKA_ID).value_or(Bytes{}));
    }
  }
  for (const CertificateObject& one : *certificates) {
    const bool has_key = !one.id.empty() && std::ranges::find(key_ids, one.id) != key_ids.end();
    content.certificates.push_back({.der = one.der, .label = one.label, .id = one.id, .has_key = has_key});
  }
  return content;
}

}  // namespace kigen::keys::pkcs11

#include "common/x509/pkcs12_limits.h"

#include <openssl/objects.h>

#include "common/x509/der_reader.h"
#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

constexpr std::uint8_t kPbkdf2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c};

std::int64_t small_integer(Bytes content) {
  constexpr std::size_t kMaxOctets = 7;
  if (content.empty() || content.size() > kMaxOctets || (content[0] & 0x80) != 0) return -1;
  std::int64_t value = 0;
  for (const std::uint8_t octet : content) value = value << 8 | octet;
  return value;
}

// SEQUENCE { salt, iterations, … }: the head that PBEParameter and PBKDF2-params share.
std::int64_t iterations_after_salt(const DerElement& parameters, DerTrace& trace) {
  DerReader reader(parameters, trace);
  DerElement salt, iterations;
  if (!reader.next(tag::kOctetString, salt) || !reader.next(tag::kInteger, iterations)) return -1;
  return small_integer(iterations.content);
}

// PBES2-params (RFC 8018 A.4): SEQUENCE { keyDerivationFunc, encryptionScheme }.
std::int64_t pbes2_iterations(const DerElement& parameters, DerTrace& trace) {
  DerReader schemes(parameters, trace);
  DerElement derivation, type, inner;
  if (!schemes.next(tag::kSequence, derivation)) return -1;
  DerReader reader(derivation, trace);
  if (!reader.next(tag::kOid, type) || !is_oid(type.content, kPbkdf2)) return -1;
  if (!reader.next(tag::kSequence, inner)) return -1;
  return iterations_after_salt(inner, trace);
}

bool is_password_based(int nid) {
  switch (nid) {
    case NID_pbe_WithSHA1And128BitRC4:
    case NID_pbe_WithSHA1And40BitRC4:
    case NID_pbe_WithSHA1And3_Key_TripleDES_CBC:
    case NID_pbe_WithSHA1And2_Key_TripleDES_CBC:
    case NID_pbe_WithSHA1And128BitRC2_CBC:
    case NID_pbe_WithSHA1And40BitRC2_CBC:
    case NID_pbeWithMD5AndDES_CBC:
    case NID_pbeWithMD5AndRC2_CBC:
    case NID_pbeWithSHA1AndDES_CBC:
    case NID_pbeWithSHA1AndRC2_CBC:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool DerivationBudget::spend(std::int64_t iterations) noexcept {
  if (iterations < 1 || iterations > kMaxIterations || iterations > left_) return false;
  left_ -= iterations;
  return true;
}

std::int64_t derivation_iterations(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* type = nullptr;
  int value_type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(&type, &value_type, &value, algorithm);
  if (value_type != V_ASN1_SEQUENCE || value == nullptr) return -1;
  const auto* text = static_cast<const ASN1_STRING*>(value);
  const Bytes der(ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text)));
  DerTrace trace{.origin = der.data()};
  DerReader reader(der, trace);
  DerElement parameters;
  if (!reader.next(tag::kSequence, parameters)) return -1;
  const int nid = OBJ_obj2nid(type);
  if (nid == NID_pbes2) return pbes2_iterations(parameters, trace);
  return is_password_based(nid) ? iterations_after_salt(parameters, trace) : -1;
}

}  // namespace kigen::x509

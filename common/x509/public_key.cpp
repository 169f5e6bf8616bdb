#include "common/x509/public_key.h"

#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

constexpr std::uint8_t kRsa[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
constexpr std::uint8_t kRsaPss[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
constexpr std::uint8_t kDsa[] = {0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01};
constexpr std::uint8_t kEc[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
constexpr std::uint8_t kEd25519[] = {0x2b, 0x65, 0x70};
constexpr std::uint8_t kEd448[] = {0x2b, 0x65, 0x71};
constexpr std::uint8_t kP256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::uint8_t kP384[] = {0x2b, 0x81, 0x04, 0x00, 0x22};
constexpr std::uint8_t kP521[] = {0x2b, 0x81, 0x04, 0x00, 0x23};
constexpr std::uint8_t kP224[] = {0x2b, 0x81, 0x04, 0x00, 0x21};
constexpr std::uint8_t kP192[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01};
constexpr std::uint8_t kSecp256k1[] = {0x2b, 0x81, 0x04, 0x00, 0x0a};
constexpr std::uint8_t kBrainpool256[] = {0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07};
constexpr std::uint8_t kBrainpool384[] = {0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b};
constexpr std::uint8_t kBrainpool512[] = {0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0d};

// RSAPublicKey (RFC 8017 A.1.1) inside the BIT STRING, whose first octet counts unused bits.
bool read_rsa_bits(const DerElement& bits, DerTrace& trace, std::int32_t& out) {
  DerReader reader(bits.content.subspan(1), trace);
  DerElement key, modulus, exponent;
  if (!reader.next(tag::kSequence, key) || !reader.finish()) return false;
  DerReader inside(key, trace);
  if (!inside.next(tag::kInteger, modulus) || !inside.next(tag::kInteger, exponent) || !inside.finish()) return false;
  out = bit_length(modulus.content);
  return out > 0 || trace.fail("bad_modulus", modulus.whole.data());
}

// Dss-Parms (RFC 3279 2.3.2); inherited parameters leave the size unknown.
bool read_dsa_bits(DerReader& parameters, DerTrace& trace, std::int32_t& out) {
  if (parameters.at_end()) return true;
  DerElement group, prime;
  if (!parameters.next_is(tag::kSequence)) return true;
  if (!parameters.next(group)) return false;
  DerReader inside(group, trace);
  if (!inside.next(tag::kInteger, prime)) return false;
  out = bit_length(prime.content);
  return true;
}

bool read_curve(DerReader& parameters, DerTrace& trace, CertificateRecord& out) {
  DerElement curve;
  if (!parameters.next_is(tag::kOid)) {
    out.key_algorithm = "EC";  // explicit curve parameters: a curve without a name
    return true;
  }
  if (!parameters.next(curve)) return false;
  const auto named = [&out](const char* name, std::int32_t bits) {
    out.key_algorithm = name;
    out.key_bits = bits;
    return true;
  };
  const Bytes id = curve.content;
  if (is_oid(id, kP256)) return named("EC P-256", 256);
  if (is_oid(id, kP384)) return named("EC P-384", 384);
  if (is_oid(id, kP521)) return named("EC P-521", 521);
  out.key_algorithm = "EC ";
  if (!append_dotted(id, out.key_algorithm)) return trace.fail("bad_oid", curve.whole.data());
  if (is_oid(id, kSecp256k1) || is_oid(id, kBrainpool256)) out.key_bits = 256;
  if (is_oid(id, kP192)) out.key_bits = 192;
  if (is_oid(id, kP224)) out.key_bits = 224;
  if (is_oid(id, kBrainpool384)) out.key_bits = 384;
  if (is_oid(id, kBrainpool512)) out.key_bits = 512;
  return true;
}

}  // namespace

bool read_public_key(const DerElement& info, DerTrace& trace, CertificateRecord& out) {
  DerElement algorithm, bits, type;
  DerReader reader(info, trace);
  if (!reader.next(tag::kSequence, algorithm) || !reader.next(tag::kBitString, bits) || !reader.finish()) return false;
  if (bits.content.empty() || bits.content[0] > 7) return trace.fail("bad_bit_string", bits.whole.data());
  DerReader parameters(algorithm, trace);
  if (!parameters.next(tag::kOid, type)) return false;
  const Bytes id = type.content;
  if (is_oid(id, kRsa)) {
    out.key_algorithm = "RSA";
    return read_rsa_bits(bits, trace, out.key_bits);
  }
  if (is_oid(id, kEc)) return read_curve(parameters, trace, out);
  if (is_oid(id, kEd25519) || is_oid(id, kEd448)) {
    const bool small = is_oid(id, kEd25519);
    out.key_algorithm = small ? "Ed25519" : "Ed448";
    out.key_bits = small ? 255 : 448;
    return true;
  }
  if (!append_dotted(id, out.key_algorithm)) return trace.fail("bad_oid", type.whole.data());
  if (is_oid(id, kRsaPss)) return read_rsa_bits(bits, trace, out.key_bits);
  return !is_oid(id, kDsa) || read_dsa_bits(parameters, trace, out.key_bits);
}

}  // namespace kigen::x509

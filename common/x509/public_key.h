// What a record says of a SubjectPublicKeyInfo (RFC 5280 4.1.2.7), without decoding the key. Pure functions, any
// thread.
#pragma once

#include "common/base/certificate.h"
#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// Fills key_algorithm and key_bits from the SubjectPublicKeyInfo element; false when it is malformed.
/// Bits: the RSA modulus, the DSA prime, the curve's field (P-256 256, Ed25519 255, Ed448 448), 0 when unknown.
[[nodiscard]] bool read_public_key(const DerElement& info, DerTrace& trace, CertificateRecord& out);

}  // namespace kigen::x509

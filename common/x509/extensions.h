// The extensions that a record carries (RFC 5280 4.2). Pure functions, any thread.
#pragma once

#include "common/base/certificate.h"
#include "common/x509/der_reader.h"

namespace kigen::x509 {

inline constexpr std::size_t kMaxExtensions = 256;
inline constexpr std::size_t kMaxKeyUsages = 256;
inline constexpr std::size_t kMaxPolicies = 256;
inline constexpr std::size_t kMaxAltNames = 2048;

/// Reads the Extensions SEQUENCE: extended key usage, subject alternative names, policies, authority key id and basic
/// constraints into `out`; others are stepped over. One of these twice ("duplicate_extension") or malformed is a
/// failure.
[[nodiscard]] bool read_extensions(const DerElement& extensions, DerTrace& trace, CertificateRecord& out);

}  // namespace kigen::x509

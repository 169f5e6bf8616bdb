// From the DER of one certificate to its record (RFC 5280 4.1), in a few microseconds: the key is described, not
// decoded.
//
// Any thread. Strict about structure (definite minimal lengths, every element inside its parent, nothing left over) and
// forgiving about text: characters that cannot be decoded become U+FFFD. Signatures are not verified.
#pragma once

#include <cstdint>
#include <span>

#include "common/base/certificate.h"
#include "common/base/result.h"

namespace kigen::x509 {

inline constexpr std::size_t kMaxCertificateSize = std::size_t{64} * 1024;

/// Errors: CertificateTooLarge {size, limit} over kMaxCertificateSize; CertificateUnparsable {field, offset, reason},
/// where field is such as "subject", offset is in bytes from the start of `der`, and reason an identifier such as
/// "truncated", "missing", "unexpected_tag", "overlong_length", "indefinite_length", "trailing_data", "time_format",
/// "date_out_of_range", "bad_oid", "too_many", "duplicate_extension".
[[nodiscard]] Result<CertificateRecord> parse_certificate(std::span<const std::uint8_t> der);

struct ParsedCertificate {
  CertificateRecord record;
  std::span<const std::uint8_t> public_key_info;  ///< SubjectPublicKeyInfo, inside the caller's `der`
};
/// The same, for a caller that compares keys.
[[nodiscard]] Result<ParsedCertificate> parse_certificate_and_key(std::span<const std::uint8_t> der);

}  // namespace kigen::x509

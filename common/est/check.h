// Whether what an RA issued is what was asked for. Strict: a certificate that passes is the asker's, works for what it
// is meant for, chains to a root that was pinned, and is a step forward. Pure functions, any thread; hostile input.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/result.h"
#include "common/base/time.h"

namespace kigen::est {

/// How far this PC's clock may be off before a certificate that is "not valid yet" is refused.
inline constexpr std::chrono::minutes kClockSkew{5};

/// A root's thumbprints, lower-case hex; those given must all hold. SHA-1 alone is for profiles that know no other.
struct RootPin {
  std::string sha256, sha1;
};

/// Conditions that are empty are not checked, except that some root must be named.
struct Expectation {
  std::vector<std::uint8_t> public_key_info;  ///< SubjectPublicKeyInfo of the key that asked, DER; required
  /// Roots, DER: trusted as they are.
  std::vector<std::vector<std::uint8_t>> anchors;
  /// Roots known by thumbprint: trusted if they are among the certificates or `candidates` (such as those of cacerts).
  std::vector<RootPin> pins;
  /// More certificates to build the chain from, DER; they are never trusted for being here, nor taken for the new one.
  std::vector<std::vector<std::uint8_t>> candidates;
  /// On renewal: the certificate in hand, DER. The new one must end later and, unless `subject` or `common_name` says
  /// otherwise, have the same subject (RFC 5280 7.1).
  std::vector<std::uint8_t> old_certificate;
  std::string subject;                          ///< RFC 4514
  std::string common_name;                      ///< the CN must match; '*' stands for any characters: "A1B2C3*"
  std::vector<std::string> extended_key_usage;  ///< dotted OIDs that the certificate must all have
  bool tls_client = true;                       ///< must be usable as a TLS client certificate (RFC 5280 4.2.1.12)
  Instant now{};
};

struct CheckedCertificate {
  std::vector<std::uint8_t> leaf;
  CertificateRecord record;                      ///< of the leaf
  std::vector<std::vector<std::uint8_t>> chain;  ///< the leaf's issuer first, the root last
};

/// `certificates`: DER in any order, with extras. Errors: IssuedCertificateWrong {check, reason}, where check is
///   "count"     none came, or several different ones are for the key
///   "key"       none is for the key that asked
///   "subject"   another subject than expected
///   "usage"     a CA, or not for the usages asked for
///   "validity"  does not end later than the old one, is not valid now, or is the old one itself
///   "chain"     does not chain to an anchor or pinned root through valid CAs
/// CertificateUnparsable when the certificate itself cannot be read.
[[nodiscard]] Result<CheckedCertificate> check_issued(std::span<const std::vector<std::uint8_t>> certificates,
                                                      const Expectation& expected);

/// Whether the CN matches a template where '*' stands for any characters; everything else must be equal.
[[nodiscard]] bool matches_template(std::string_view value, std::string_view pattern);

}  // namespace kigen::est

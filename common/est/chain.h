// From a certificate to a trusted root (RFC 5280 6), done by OpenSSL. Inside common/est; pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"

namespace kigen::est {

struct ChainQuestion {
  std::span<const std::uint8_t> leaf;
  std::vector<std::span<const std::uint8_t>> roots;   ///< trusted
  std::vector<std::span<const std::uint8_t>> others;  ///< to build with, in any order
  bool tls_client = true;
  Instant now{};
};

/// Certificates, DER, from the leaf's issuer to the root. Signatures weaker than 80 bits (SHA-1, RSA under 1024) and
/// chains longer than 8 are refused; every CA must be valid at `now`, give or take kClockSkew. Unreadable certificates
/// among roots and others are stepped over.
/// Errors: IssuedCertificateWrong {check "chain" or "usage", reason}, with OpenSSL's words as reason.
[[nodiscard]] Result<std::vector<std::vector<std::uint8_t>>> build_chain(const ChainQuestion& question);

}  // namespace kigen::est

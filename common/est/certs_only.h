// The certificates of an answer: a certs-only CMS SignedData (RFC 5272 4.1), or what some servers send in its place.
// Pure functions, any thread. Nothing is verified here.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/est/base64_body.h"

namespace kigen::est {

inline constexpr std::size_t kMaxCertificates = 64;

/// Certificates in the order they came, each once; CRLs and attribute certificates beside them are stepped over. PEM
/// and bare certificates are taken too. Errors: AnswerUnreadable {reason "base64", "pem", "pkcs7", "too_many",
/// "too_large"}. An answer without a certificate is an empty list.
[[nodiscard]] Result<std::vector<std::vector<std::uint8_t>>> read_certificates(std::string_view body);
/// The same for one object; adds to `out`.
[[nodiscard]] Status add_certificates(const Block& block, std::vector<std::vector<std::uint8_t>>& out);

}  // namespace kigen::est

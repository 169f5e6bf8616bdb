// Base64 (RFC 4648 section 4), the only place that knows it. Strict in what it is, tolerant of white space, as PEM and
// RFC 8951 section 3 wrap it; who allows less or more says so at its own door (net/base64_text.h, est/base64_body.h).
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kigen {

[[nodiscard]] constexpr std::size_t base64_size(std::size_t octets) noexcept {
  return (octets + 2) / 3 * 4;
}
/// Writes base64_size(octets.size()) characters, padded, on one line: into memory of the caller's, as it may be secret.
void encode_base64(std::span<const std::uint8_t> octets, char* out) noexcept;
[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> octets);

/// Decodes `text` into `out` (its old content is dropped, its memory reused). Spaces, tabs, CR and LF are stepped over;
/// any other foreign character, missing or misplaced padding, and unused bits that are not zero make it false.
[[nodiscard]] bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out);

}  // namespace kigen

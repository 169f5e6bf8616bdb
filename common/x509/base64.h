// Strict base64 (RFC 4648 section 4) as PEM wraps it. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kigen::x509 {

/// Decodes `text` into `out` (its old content is dropped, its memory reused). Spaces, tabs, CR and LF are stepped over;
/// any other foreign character, missing or misplaced padding, and unused bits that are not zero make it false.
[[nodiscard]] bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out);

}  // namespace kigen::x509

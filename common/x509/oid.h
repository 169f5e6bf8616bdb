// OBJECT IDENTIFIERs: from DER content to dotted text. Pure functions, any thread.
#pragma once

#include <string>

#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// Appends "1.2.840…"; false (and nothing appended) when the content is no OBJECT IDENTIFIER (X.690 8.19).
[[nodiscard]] bool append_dotted(Bytes content, std::string& out);

/// True when `content` is exactly the octets of `expected`.
template <std::size_t N>
[[nodiscard]] constexpr bool is_oid(Bytes content, const std::uint8_t (&expected)[N]) noexcept {
  if (content.size() != N) return false;
  for (std::size_t i = 0; i < N; ++i) {
    if (content[i] != expected[i]) return false;
  }
  return true;
}

}  // namespace kigen::x509

#include <fmt/format.h>

#include <cstdint>

#include "common/platform/log.h"

namespace kigen::platform {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  ///< bytes; 0 when what stands there is no UTF-8 (RFC 3629)
};

Character decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  char32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3f);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (overlong || surrogate || code > 0x10ffff) return {};
  return {code, length};
}

// What could end a line, hide text or turn its direction in a viewer.
bool is_dangerous(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069) || code == 0xfeff ||
         (code >= 0xe0000 && code <= 0xe007f);
}

std::string escaped(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  return fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(code));
}

}  // namespace

std::string escape_log_text(std::string_view text, std::size_t max_bytes) {
  static constexpr std::string_view kCut = "…";
  std::string line;
  line.reserve(std::min(text.size(), max_bytes));
  std::size_t fits = 0;  // where the line may be cut so that the mark still fits
  while (!text.empty()) {
    const Character one = decode(text);
    const std::size_t length = one.length == 0 ? 1 : one.length;
    if (one.length == 0) {
      line += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (is_dangerous(one.code)) {
      line += escaped(one.code);
    } else {
      line += text.substr(0, length);
    }
    if (line.size() > max_bytes) {
      line.resize(fits);
      return line += kCut;
    }
    if (line.size() + kCut.size() <= max_bytes) fits = line.size();
    text.remove_prefix(length);
  }
  return line;
}

std::string format_log_line(Instant at, LogLevel level, std::string_view text) {
  static constexpr std::string_view kNames[] = {"DEBUG", "INFO", "WARNING", "ERROR"};
  return fmt::format("{} {} {}", to_rfc3339(at), kNames[static_cast<std::size_t>(level)], escape_log_text(text));
}

}  // namespace kigen::platform

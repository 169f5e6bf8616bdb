// How a token is named as a source of certificates: "Token\\<serial>" in reports, places and summaries. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/utf8_fold.h"
#include "common/ipc/limits.h"

namespace kigen::ipc {

inline constexpr std::string_view kTokenSource = "Token\\";
/// The libraries through which tokens are read: those that cannot be used are its unreadable items, by their paths.
inline constexpr std::string_view kTokenDrivers = "TokenDrivers";

[[nodiscard]] inline std::string token_source(std::string_view serial) {
  return std::string(kTokenSource) + std::string(serial);
}
/// The serial number; nothing when the source is no token.
[[nodiscard]] inline std::optional<std::string> token_serial(std::string_view source) {
  if (!source.starts_with(kTokenSource) || source.size() == kTokenSource.size()) return std::nullopt;
  return std::string(source.substr(kTokenSource.size()));
}

/// What a serial number or a label may be, wherever it came from: UTF-8 of at most kMaxTokenTextBytes without control
/// characters (C0, DEL, C1).
[[nodiscard]] inline bool is_token_text(std::string_view text) {
  if (text.size() > kMaxTokenTextBytes || !is_utf8(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20U || byte == 0x7FU) return false;
    if (byte == 0xC2U && static_cast<unsigned char>(text[i + 1]) < 0xA0U) return false;
  }
  return true;
}

}  // namespace kigen::ipc

// How a token is named as a source of certificates: "Token\<serial>" in reports, places and summaries. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kigen::ipc {

inline constexpr std::string_view kTokenSource = "Token\\";

[[nodiscard]] inline std::string token_source(std::string_view serial) {
  return std::string(kTokenSource) + std::string(serial);
}
/// The serial number; nothing when the source is no token.
[[nodiscard]] inline std::optional<std::string> token_serial(std::string_view source) {
  if (!source.starts_with(kTokenSource) || source.size() == kTokenSource.size()) return std::nullopt;
  return std::string(source.substr(kTokenSource.size()));
}

}  // namespace kigen::ipc

// Tokens that this RA handed out: a serial number and the user whose it is. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::demo_ra {

struct HandedOut {
  std::string serial;  ///< as the token tells it; letters of either case are the same
  std::string label = "etoken";
  std::string user;
  bool holds_certificate = false;

  friend bool operator==(const HandedOut&, const HandedOut&) = default;
};

inline constexpr std::size_t kMaxTokenSerial = 64;

/// Those that are there without being asked for.
[[nodiscard]] const std::vector<HandedOut>& known_tokens();
/// Printable ASCII without blanks and ':', 1 to kMaxTokenSerial characters.
[[nodiscard]] bool is_token_serial(std::string_view text);
/// "SERIAL:USER" of --token; nothing when it is malformed or nobody has that name.
[[nodiscard]] std::optional<HandedOut> parse_token(std::string_view text);
/// "ready", "holds_certificate".
[[nodiscard]] std::string_view token_state(bool holds_certificate);
/// For `--list`: one line a token, with the storage PIN that goes with it.
[[nodiscard]] std::string tokens_table(const std::vector<HandedOut>& tokens);

}  // namespace kigen::demo_ra

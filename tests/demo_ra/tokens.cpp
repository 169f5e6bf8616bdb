#include "tests/demo_ra/tokens.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/demo_ra/accounts.h"

namespace kigen::demo_ra {

const std::vector<HandedOut>& known_tokens() {
  static const std::vector<HandedOut> kTokens{
      {.serial = "0261a001", .user = "YAMADA HANAKO"},
      {.serial = "0261a002", .user = "SATO KEN", .holds_certificate = true},
      {.serial = "0261a003", .user = "SUZUKI AOI"},
  };
  return kTokens;
}

bool is_token_serial(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTokenSerial &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != ':'; });
}

std::optional<HandedOut> parse_token(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  HandedOut token{.serial = std::string(text.substr(0, colon)), .user = std::string(text.substr(colon + 1))};
  if (!is_token_serial(token.serial) || find_account(token.label, token.user) == nullptr) return std::nullopt;
  return token;
}

std::string_view token_state(bool holds_certificate) {
  return holds_certificate ? "holds_certificate" : "ready";
}

std::string tokens_table(const std::vector<HandedOut>& tokens) {
  std::string text =
      fmt::format("{:<26}{:<20}{:<16}{:<14}{}\n", "profile", "token serial", "user", "storage PIN", "state");
  for (const HandedOut& one : tokens) {
    const Account* account = find_account(one.label, one.user);
    text += fmt::format("{:<26}{:<20}{:<16}{:<14}{}\n", one.label, one.serial, one.user,
                        account == nullptr ? "-" : account->password, token_state(one.holds_certificate));
  }
  return text;
}

}  // namespace kigen::demo_ra

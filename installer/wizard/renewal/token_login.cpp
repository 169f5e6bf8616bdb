#include "installer/wizard/renewal/token_login.h"

#include <algorithm>

#include "installer/wizard/renewal/token_desk.h"

namespace kigen::renewal {
namespace {

using keys::pkcs11::Token;
using keys::pkcs11::TokenInfo;

Error pin_wrong(const TokenInfo& info, std::optional<int> left) {
  Error error = Error(ErrorCode::PinWrong).with("serial", info.serial);
  if (left) error.with("tries_left", std::to_string(*left));
  return error;
}

// Whether it is safe to try a PIN that nobody typed: a wrong one must not be the step towards a lock.
bool is_untouched(const TokenInfo& info) {
  return !info.pin_count_low && !info.pin_final_try && !info.pin_pad;
}

}  // namespace

std::optional<int> tries_left(const TokenInfo& before, const TokenInfo& now, int wrong, int pin_tries) noexcept {
  if (now.pin_locked) return 0;
  if (now.pin_final_try) return 1;
  // How many were wrong before this run is known only when none was.
  if (pin_tries <= 0 || before.pin_count_low || before.pin_final_try) return std::nullopt;
  return std::max(pin_tries - std::max(wrong, 0), 1);
}

Result<Secret> log_in(Token& token, const LoginRules& rules, Observer& observer, const std::stop_token& stop) {
  auto now = token.refresh();
  if (!now) return now.error();
  if (token.logged_in() || !now->login_required) return Secret();
  const TokenInfo before = *now;
  bool asked = false, again = false;
  for (int wrong = 0;; ++wrong) {
    if (now->pin_locked) return Error(ErrorCode::TokenLocked).with("serial", now->serial);
    const auto left = tries_left(before, *now, wrong, rules.pin_tries);
    Secret pin;
    if (!asked && wrong == 0 && !rules.initial_pin.empty() && is_untouched(*now)) {
      pin = Secret(rules.initial_pin);
    } else {
      Answer answer = observer.ask(PinQuestion{*now, again, left, left == 1});
      if (stop.stop_requested()) return Error(ErrorCode::Cancelled);
      if (!answer.yes && again) return pin_wrong(*now, left);
      if (!answer.yes) return Error(ErrorCode::Cancelled, "no PIN was given");
      pin = std::move(answer.pin);
      asked = true;
    }
    const Status in = token.login(pin);
    if (in) return pin;
    if (in.error().code != ErrorCode::PinWrong) return in.error();
    pin.clear();
    again = asked;
    now = token.refresh();
    if (!now) return now.error();
  }
}

}  // namespace kigen::renewal

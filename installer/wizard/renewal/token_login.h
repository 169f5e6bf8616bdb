// The dialogue about a token's PIN: flags before each try, one try for one answer, never one more by itself. Private to
// this folder; the engine's thread. Nothing keeps the PIN but what the caller keeps.
#pragma once

#include <stop_token>

#include "common/keys/pkcs11/token.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::renewal {

struct LoginRules {
  int pin_tries = 0;  ///< profile token.pin_tries
  /// Tried once before anybody is asked, and only on a token that counts no wrong one: profile token.initial_pin.
  std::string initial_pin;
};
/// Logs in; the PIN that was right (empty for a PIN pad and a token that wants none). Cancelled when the first question
/// is answered with no, PinWrong {serial, tries_left} when a later one is; TokenLocked {serial}, TokenPinNotSet.
[[nodiscard]] Result<Secret> log_in(keys::pkcs11::Token& token, const LoginRules& rules, Observer& observer,
                                    const std::stop_token& stop);

}  // namespace kigen::renewal

// Wrong PINs, counted for each token across processes: SoftHSM itself never locks.
//
// Threads: any; the counts lie in FOLDER/state/pins@SERIAL and are changed under the folder's lock. Ownership: none.
#pragma once

#include <functional>

#include "tests/token_module/call.h"

namespace kigen::test_token {

enum class Pin { User, Puk };

struct WrongPins {
  unsigned long user = 0, puk = 0;
};

[[nodiscard]] WrongPins wrong_pins(Module& module, const Token& token);
/// One try: CKR_PIN_LOCKED without asking when too many were wrong, otherwise `attempt` and its effect on the count.
[[nodiscard]] CK_RV count_try(Call& call, const Token& token, Pin pin, const std::function<CK_RV()>& attempt);
void forget_wrong_pins(Module& module, const Token& token, Pin pin);
/// CKF_USER_PIN_COUNT_LOW and the like, from the counts, in place of the real library's.
[[nodiscard]] CK_FLAGS pin_flags(Module& module, const Token& token, const Switches& now, CK_FLAGS flags);

}  // namespace kigen::test_token

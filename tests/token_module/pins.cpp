#include "tests/token_module/pins.h"

#include <fstream>

namespace kigen::test_token {
namespace {

constexpr unsigned long kUsualTries = 10;

std::filesystem::path file_of(Module& module, const Token& token) {
  return module.state("pins@" + token.real_serial);
}

void write(Module& module, const Token& token, const WrongPins& wrong) {
  std::ofstream(file_of(module, token)) << wrong.user << ' ' << wrong.puk << '\n';
}

unsigned long limit(const Switches& now, const Token& token, Pin pin) {
  return now.number(pin == Pin::User ? "pin-tries" : "puk-tries", token.serial, kUsualTries);
}

unsigned long& count_of(WrongPins& wrong, Pin pin) {
  return pin == Pin::User ? wrong.user : wrong.puk;
}

CK_FLAGS flags_for(unsigned long wrong, unsigned long tries, CK_FLAGS low, CK_FLAGS final_try, CK_FLAGS locked) {
  if (wrong >= tries) return low | locked;
  if (wrong + 1 == tries) return wrong > 0 ? low | final_try : final_try;
  return wrong > 0 ? low : 0;
}

}  // namespace

WrongPins wrong_pins(Module& module, const Token& token) {
  WrongPins wrong;
  if (module.folder().empty()) return wrong;
  std::ifstream(file_of(module, token)) >> wrong.user >> wrong.puk;
  return wrong;
}

CK_RV count_try(Call& call, const Token& token, Pin pin, const std::function<CK_RV()>& attempt) {
  auto& module = call.module();
  if (module.folder().empty()) return attempt();
  const FolderLock lock(module.folder());
  auto wrong = wrong_pins(module, token);
  auto& count = count_of(wrong, pin);
  if (count >= limit(call.now(), token, pin)) return CKR_PIN_LOCKED;
  const CK_RV answer = attempt();
  if (answer == CKR_PIN_INCORRECT) {
    ++count;
  } else if (answer == CKR_OK) {
    count = 0;
  } else {
    return answer;
  }
  write(module, token, wrong);
  return answer;
}

void forget_wrong_pins(Module& module, const Token& token, Pin pin) {
  if (module.folder().empty()) return;
  const FolderLock lock(module.folder());
  auto wrong = wrong_pins(module, token);
  count_of(wrong, pin) = 0;
  write(module, token, wrong);
}

CK_FLAGS pin_flags(Module& module, const Token& token, const Switches& now, CK_FLAGS flags) {
  constexpr CK_FLAGS kOurs = CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED |
                             CKF_SO_PIN_COUNT_LOW | CKF_SO_PIN_FINAL_TRY | CKF_SO_PIN_LOCKED;
  const auto wrong = wrong_pins(module, token);
  flags &= ~kOurs;
  flags |= flags_for(wrong.user, limit(now, token, Pin::User), CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY,
                     CKF_USER_PIN_LOCKED);
  flags |=
      flags_for(wrong.puk, limit(now, token, Pin::Puk), CKF_SO_PIN_COUNT_LOW, CKF_SO_PIN_FINAL_TRY, CKF_SO_PIN_LOCKED);
  return flags;
}

}  // namespace kigen::test_token

// PINs: counted, typed on a PIN pad, held to rules.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/token_module/hooks.h"
#include "tests/token_module/pins.h"

namespace kigen::test_token::hooks {
namespace {

/// A PIN as the real library takes it; owns what was typed on the pad.
struct PinArgument {
  CK_RV error = CKR_OK;
  std::string text;
  [[nodiscard]] CK_UTF8CHAR* data() { return reinterpret_cast<CK_UTF8CHAR*>(text.data()); }
  [[nodiscard]] CK_ULONG size() const { return static_cast<CK_ULONG>(text.size()); }
};

std::string pad_value(const std::vector<std::string>& words, const std::string& name) {
  for (const auto& word : words) {
    if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
  }
  return {};
}

bool has_pad(const Call& call) {
  return call.now().has("pin-pad", call.token().serial);
}

/// Waits as the person at the pad does; what is in the folder then is what was typed.
void wait_for_person(const Call& call) {
  const auto delay = pad_value(call.now().words("pin-pad", call.token().serial), "delay");
  if (!delay.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(std::strtoul(delay.c_str(), nullptr, 10)));
}

/// `name`: what the pad asks for (pin, puk, new).
PinArgument argument(const Call& call, const CK_UTF8CHAR* pin, CK_ULONG length, const char* name) {
  PinArgument result;
  if (!has_pad(call)) {
    if (pin == nullptr) {
      result.error = CKR_ARGUMENTS_BAD;
    } else {
      result.text.assign(reinterpret_cast<const char*>(pin), length);
    }
    return result;
  }
  // A program that asks for a PIN although the token has a pad of its own does wrong.
  if (pin != nullptr) {
    result.error = CKR_ARGUMENTS_BAD;
    return result;
  }
  const auto words = call.module().switches().words("pin-pad", call.token().serial);
  if (std::find(words.begin(), words.end(), "cancel") != words.end()) result.error = CKR_FUNCTION_CANCELED;
  result.text = pad_value(words, name);
  return result;
}

CK_RV rules(const Call& call, const PinArgument& next) {
  const auto& serial = call.token().serial;
  const auto lengths = call.now().words("pin-length", serial);
  if (lengths.size() == 2 && (next.size() < std::strtoul(lengths[0].c_str(), nullptr, 10) ||
                              next.size() > std::strtoul(lengths[1].c_str(), nullptr, 10))) {
    return CKR_PIN_LEN_RANGE;
  }
  const bool digits = next.text.find_first_not_of("0123456789") == std::string::npos;
  if (call.now().has("pin-digits", serial) && !digits) return CKR_PIN_INVALID;
  return CKR_OK;
}

void pin_was_changed(const Call& call) {
  if (call.module().folder().empty()) return;
  remove_switch(call.module().folder(), "pin-to-be-changed@" + call.token().serial);
  remove_switch(call.module().folder(), "pin-to-be-changed");
}

}  // namespace

CK_RV login(Call& call, CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG length) {
  if (has_pad(call)) wait_for_person(call);
  auto given = argument(call, pin, length, user == CKU_SO ? "puk" : "pin");
  if (given.error != CKR_OK) return given.error;
  return count_try(call, call.token(), user == CKU_SO ? Pin::Puk : Pin::User,
                   [&] { return call.real().C_Login(session, user, given.data(), given.size()); });
}

CK_RV set_pin(Call& call, CK_SESSION_HANDLE session, CK_UTF8CHAR* current, CK_ULONG current_length, CK_UTF8CHAR* next,
              CK_ULONG next_length) {
  CK_SESSION_INFO info{};
  if (const CK_RV answer = call.real().C_GetSessionInfo(session, &info); answer != CKR_OK) return answer;
  const bool so = info.state == CKS_RW_SO_FUNCTIONS;
  if (has_pad(call)) wait_for_person(call);
  auto old_pin = argument(call, current, current_length, so ? "puk" : "pin");
  if (old_pin.error != CKR_OK) return old_pin.error;
  auto new_pin = argument(call, next, next_length, "new");
  if (new_pin.error != CKR_OK) return new_pin.error;
  if (const CK_RV answer = rules(call, new_pin); answer != CKR_OK) return answer;
  const CK_RV answer = count_try(call, call.token(), so ? Pin::Puk : Pin::User, [&] {
    return call.real().C_SetPIN(session, old_pin.data(), old_pin.size(), new_pin.data(), new_pin.size());
  });
  if (answer == CKR_OK && !so) pin_was_changed(call);
  return answer;
}

CK_RV init_pin(Call& call, CK_SESSION_HANDLE session, CK_UTF8CHAR* pin, CK_ULONG length) {
  if (has_pad(call)) wait_for_person(call);
  auto next = argument(call, pin, length, "new");
  if (next.error != CKR_OK) return next.error;
  if (const CK_RV answer = rules(call, next); answer != CKR_OK) return answer;
  const CK_RV answer = call.real().C_InitPIN(session, next.data(), next.size());
  if (answer == CKR_OK) forget_wrong_pins(call.module(), call.token(), Pin::User);
  return answer;
}

}  // namespace kigen::test_token::hooks

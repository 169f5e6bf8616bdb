#include "tests/token_module/call.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string_view>
#include <thread>

namespace kigen::test_token {
namespace {

using std::chrono::milliseconds;

[[noreturn]] void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

void crash() {
  volatile std::uintptr_t nowhere = 8;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

bool one_of(std::string_view function, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (name == function) return true;
  }
  return false;
}

/// NAME=VALUE of a switch's words, or a bare VALUE that is for every function.
std::optional<unsigned long> value_for(const std::vector<std::string>& words, const std::string& function) {
  std::optional<unsigned long> found;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      found = std::strtoul(word.c_str(), nullptr, 0);
    } else if (word.compare(0, equals, function) == 0 && equals == function.size()) {
      return std::strtoul(word.c_str() + equals + 1, nullptr, 0);
    }
  }
  return found;
}

}  // namespace

std::optional<CK_RV> refusal(const std::string& function, const Token& token, const Switches& now) {
  const bool writes = one_of(function, {"C_GenerateKeyPair", "C_GenerateKey", "C_CreateObject", "C_CopyObject",
                                        "C_DestroyObject", "C_SetAttributeValue", "C_UnwrapKey"});
  if (writes && now.has("write-protected", token.serial)) return CKR_TOKEN_WRITE_PROTECTED;
  const bool grows = one_of(function, {"C_GenerateKeyPair", "C_GenerateKey", "C_CreateObject", "C_CopyObject"});
  if (const auto full = now.text("full", token.serial); full && grows) {
    if (full->empty() || now.has_word("full", function, token.serial)) return CKR_DEVICE_MEMORY;
  }
  const bool uses_key = one_of(function, {"C_SignInit", "C_DecryptInit"});
  if ((writes || uses_key) && now.has_word("pin-to-be-changed", "enforced", token.serial)) return CKR_PIN_EXPIRED;
  return std::nullopt;
}

Call::Call(const char* function, std::optional<CK_SESSION_HANDLE> session)
    : module_(Module::get()), function_(function), session_(session), now_(module_.switches()) {
  if (!session_) return;
  if (const auto known = module_.session(*session_)) token_ = known->token;
}

void Call::log(const std::string& text) const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  std::string line = std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
  line.append(" ").append(std::to_string(process_id())).append(" ").append(function_).append(text);
  append_line(module_.state("calls"), line);
}

std::optional<CK_RV> Call::enter() {
  if (now_.has("log")) {
    std::filesystem::create_directories(module_.folder() / "state");
    log("");
  }
  if (const auto answer = faults()) return answer;
  if (module_.is_initialized()) module_.end_lost_sessions(now_);
  if (!session_) return std::nullopt;
  if (!module_.is_initialized()) return CKR_CRYPTOKI_NOT_INITIALIZED;
  if (const CK_RV state = module_.session_state(*session_, now_); state != CKR_OK) return state;
  return refusal(function_, token_, now_);
}

std::optional<CK_RV> Call::faults() {
  const std::string function = function_;
  if (const auto pause = value_for(now_.words("slow"), function)) std::this_thread::sleep_for(milliseconds(*pause));
  if (now_.has_word("hang", function)) hang();
  if (now_.has_word("crash", function)) crash();
  if (const auto error = value_for(now_.words("error"), function)) return static_cast<CK_RV>(*error);
  return now_.has("at") ? planned("before") : std::nullopt;
}

/// `at` holds lines of FUNCTION MOMENT N ACTION: at the N-th call of FUNCTION from now on, in any process.
std::optional<CK_RV> Call::planned(const char* moment) {
  std::string action;
  {
    const FolderLock lock(module_.folder());
    const auto words = Switches(module_.folder()).words("at");
    std::string rest;
    bool counted = false;
    for (std::size_t i = 0; i + 3 < words.size(); i += 4) {
      const bool after = words[i + 1] != "before";
      unsigned long left = std::strtoul(words[i + 2].c_str(), nullptr, 10);
      if (words[i] == function_ && after == (std::string_view(moment) == "after") && left > 0) {
        counted = true;
        if (--left == 0) {
          action = words[i + 1] == "lost" ? "lost-" + words[i + 3] : words[i + 3];
          continue;
        }
      }
      rest.append(words[i]).append(" ").append(words[i + 1]).append(" ").append(std::to_string(left));
      rest.append(" ").append(words[i + 3]).append("\n");
    }
    if (!counted) return std::nullopt;
    if (rest.empty()) {
      remove_switch(module_.folder(), "at");
    } else {
      write_switch(module_.folder(), "at", rest);
    }
  }
  if (action.ends_with("hang")) hang();
  if (action.ends_with("crash")) crash();
  if (action.ends_with("pull")) {
    pull_token();
    if (action == "lost-pull") return CKR_DEVICE_REMOVED;
  }
  return std::nullopt;
}

void Call::pull_token() {
  pull(module_.folder(), token_.serial);
  now_ = module_.switches();
}

CK_RV Call::leave(CK_RV answer) {
  if (now_.has("at")) answer = planned("after").value_or(answer);
  if (now_.has_word("log", "results")) log(" -> " + std::to_string(answer));
  return answer;
}

}  // namespace kigen::test_token

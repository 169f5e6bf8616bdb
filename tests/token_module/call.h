// One call into the module: what happens before the real library is asked, and after.
//
// Threads: a Call belongs to the thread of its call. Ownership: none.
#pragma once

#include <optional>
#include <string>

#include "tests/token_module/module.h"

namespace kigen::test_token {

class Call {
 public:
  /// `session` is the call's session, where it has one.
  Call(const char* function, std::optional<CK_SESSION_HANDLE> session);

  /// The log, faults, refusals and the session's token; an answer when the real library is not asked.
  [[nodiscard]] std::optional<CK_RV> enter();
  /// Faults that follow the work, and the log.
  [[nodiscard]] CK_RV leave(CK_RV answer);

  [[nodiscard]] const Switches& now() const { return now_; }
  [[nodiscard]] CK_FUNCTION_LIST& real() const { return *module_.real(); }
  [[nodiscard]] Module& module() const { return module_; }
  /// The session's token; one without a serial where there is none.
  [[nodiscard]] const Token& token() const { return token_; }

 private:
  void log(const std::string& text) const;
  [[nodiscard]] std::optional<CK_RV> faults();
  [[nodiscard]] std::optional<CK_RV> planned(const char* moment);
  void pull_token();

  Module& module_;
  const char* function_;
  std::optional<CK_SESSION_HANDLE> session_;
  Switches now_;
  Token token_;
};

/// What the state of a token forbids: write-protected, full, a PIN that must be changed first.
[[nodiscard]] std::optional<CK_RV> refusal(const std::string& function, const Token& token, const Switches& now);

}  // namespace kigen::test_token

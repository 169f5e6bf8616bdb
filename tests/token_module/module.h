// One process's view of the test token: the real library behind it, its tokens in readers of our own numbering, the
// sessions, and what the control folder says at the moment.
//
// Threads: any; `mutex` guards what it stands above, and is never held during a call into the real library that waits.
// Ownership: the one Module lives until the process ends, for a PKCS #11 library is never surely unloaded.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/token_module/control.h"
#include "tests/token_module/cryptoki.h"
#include "tests/token_module/platform.h"

namespace kigen::test_token {

struct Token {
  CK_SLOT_ID real = 0;      ///< slot of the real library
  CK_SLOT_ID slot = 0;      ///< slot that we show
  std::string real_serial;  ///< names the state that is kept about the token
  std::string serial;       ///< as shown, and as switches name it
  bool initialized = false;
};

struct Session {
  Token token;
  unsigned long pulls = 0;  ///< how often the token had been pulled when the session was opened
  bool dead = false;        ///< its token was pulled since
};

class Module {
 public:
  /// Reads KIGEN_TEST_TOKEN anew as long as the module is not initialised.
  static Module& get();

  /// Loads the real library, once; the reason of a failure goes to stderr and FOLDER/state/error.
  [[nodiscard]] CK_FUNCTION_LIST* load();
  [[nodiscard]] CK_FUNCTION_LIST* real() const { return real_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] Switches switches() const { return folder_.empty() ? Switches() : Switches(folder_); }
  /// FOLDER/state/NAME, where counts and the log lie.
  [[nodiscard]] std::filesystem::path state(const std::string& name) const { return folder_ / "state" / name; }

  void initialized();
  void finalized();
  [[nodiscard]] bool is_initialized();

  /// Tokens as the real library has them, in the order of their serials.
  [[nodiscard]] std::vector<Token> tokens(const Switches& now);
  [[nodiscard]] std::optional<Token> token_in(CK_SLOT_ID slot, const Switches& now);

  void opened(CK_SESSION_HANDLE handle, const Token& token, const Switches& now);
  void closed(CK_SESSION_HANDLE handle);
  void closed_all(const Token& token);
  [[nodiscard]] std::optional<Session> session(CK_SESSION_HANDLE handle);
  /// Ends the sessions of tokens that were pulled since, and so their logins, as taking a token out does.
  void end_lost_sessions(const Switches& now);
  /// CKR_OK, or what a session of a token that was pulled answers.
  [[nodiscard]] CK_RV session_state(CK_SESSION_HANDLE handle, const Switches& now);

  /// C_WaitForSlotEvent: the next slot whose token came or went since the last answer. CKR_NO_EVENT only if not `wait`.
  [[nodiscard]] CK_RV next_event(bool wait, CK_SLOT_ID& slot);

 private:
  struct Presence {
    bool present = false;
    unsigned long pulls = 0;
  };
  Module() = default;
  /// Serial of the token in a slot of the real library and whether it is initialised; none if it cannot be read.
  [[nodiscard]] std::optional<Token> real_token(CK_SLOT_ID slot);
  [[nodiscard]] std::map<CK_SLOT_ID, Presence> presence();
  [[nodiscard]] std::optional<CK_SLOT_ID> changed_slot();

  std::filesystem::path folder_;
  CK_FUNCTION_LIST* real_ = nullptr;

  std::mutex mutex_;
  bool initialized_ = false;
  std::map<CK_SESSION_HANDLE, Session> sessions_;
  std::map<CK_SLOT_ID, Presence> known_;
  std::map<CK_SLOT_ID, Token> initialized_tokens_;  // of a slot of the real library
  std::shared_ptr<FolderWait> waiting_;
};

[[nodiscard]] bool is_present(const Token& token, const Switches& now);
/// How often the token was pulled so far.
[[nodiscard]] unsigned long pulls_of(const Token& token, const Switches& now);

}  // namespace kigen::test_token

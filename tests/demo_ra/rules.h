// The rules of the five systems as pure functions: account, its state, a request and the time in; a verdict out.
// No I/O, no shared state: any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "common/base/time.h"

namespace kigen::demo_ra {

/// How a request is authenticated.
enum class Proof {
  None,                 ///< this system has no such request
  Codes,                ///< authentication codes 1 and 2
  Password,             ///< user and password
  Token,                ///< serial of a token that was handed out, and its user's storage PIN
  Certificate,          ///< the certificate in hand alone
  CertificateAndLogin,  ///< the certificate in hand and the password beside it
  Either,               ///< user and password, or a certificate in hand
};

/// What one of the five systems (or the neutral one) does.
struct ProfileRules {
  std::string_view label;  ///< EST label: the profile's id; "plain", "bound"
  Proof issue = Proof::None;
  Proof renew = Proof::None;
  int days_before = 28;             ///< renewal opens
  int grace_days = 0;               ///< renewable after expiry
  int validity_days = 365;          ///< of what is issued
  std::string_view authentication;  ///< the system's own code for a failed authentication, "" none
  std::string_view not_issued;      ///< its code for "not made yet, or collected already"
  bool hands_out_tokens = false;    ///< users log in by the serial of a token that was handed out
};

/// What an account is there to show.
enum class Condition {
  Ready,
  Locked,  ///< three wrong second codes today
  AlreadyIssued,
  NotIssued,  ///< the RA has not made it yet
  Collected,  ///< made and fetched: only once
  PasswordLocked,
  PasswordExpired,
  Reissued,     ///< a newer certificate exists: the one in hand is the older one
  SystemError,  ///< the RA fails
  NotObtained,  ///< the RA has no certificate to give and does not say why
};

struct Account {
  std::string label, user, password;
  std::string organization;
  Condition condition = Condition::Ready;
  int waits = 0;              ///< 202 answers before the certificate is there
  bool wait_as_date = false;  ///< Retry-After as an HTTP date
  std::string shows;          ///< for people
};

/// What changes as requests come in.
struct AccountState {
  Condition condition = Condition::Ready;
  int wrong = 0;  ///< wrong second codes since the last lock or success
  std::optional<Instant> locked_until;
  int waited = 0;
  bool issued = false;
  friend bool operator==(const AccountState&, const AccountState&) = default;
};

/// The certificate in hand, already known to come from this label's CA and to be on the RA's list.
struct Held {
  std::string serial;
  Instant not_before{}, not_after{};
  bool superseded = false;
};

struct Attempt {
  bool renewal = false;
  bool login_given = false;
  bool password_right = false;
  std::optional<Held> held;
  std::string same_key_serial;    ///< what was issued to this account for this very key; "" nothing
  bool token_handed_out = false;  ///< the user of the login is the serial of a token that was handed out
  bool token_holds = false;       ///< and that token holds its certificate already
};

/// For which requests the same key gets the same certificate again. Where tokens are handed out, Renewals is any
/// request: the key is on the token, and nobody else can have it.
enum class Repeat { Never, Renewals, Always };

struct Grant {};
struct Again {  ///< the certificate that was issued before
  std::string serial;
};
struct Wait {
  std::chrono::seconds retry_after{};
  bool as_date = false;
};
struct Refusal {
  int status = 403;
  std::string reason;  ///< one of the profile's error cases
  std::string code;    ///< the system's own, "" none
  std::string detail;  ///< English, for logs
  std::optional<Instant> until;
  std::optional<int> tries_left;
};
using Verdict = std::variant<Grant, Again, Wait, Refusal>;

inline constexpr int kWrongCodesUntilLock = 3;
inline constexpr std::chrono::seconds kRetryAfter{30};

/// The rules of a label; null when there is no such label.
[[nodiscard]] const ProfileRules* find_rules(std::string_view label);

/// The first 23:30 of Japan's clock after `now`.
[[nodiscard]] Instant unlock_time(Instant now);

/// The state of an account that nobody has used.
[[nodiscard]] AccountState initial_state(const Account& account, Instant now);

/// `account` is null when nobody has that name. `state` changes as the rules say (wrong codes, lock, waiting); a Grant
/// becomes `issued` only when the caller has the certificate.
[[nodiscard]] Verdict judge(const ProfileRules& rules, const Account* account, AccountState& state,
                            const Attempt& attempt, Repeat repeat, Instant now);

/// May this certificate in hand open the check page?
[[nodiscard]] std::optional<Refusal> judge_visit(const std::optional<Held>& held, Instant now);

}  // namespace kigen::demo_ra

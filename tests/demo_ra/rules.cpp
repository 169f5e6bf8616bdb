#include "tests/demo_ra/rules.h"

#include <array>

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;

constexpr std::array<ProfileRules, 7> kRules{{
    {.label = "customs-filing", .issue = Proof::Codes, .renew = Proof::Certificate},
    {.label = "corporate-banking-expired",
     .renew = Proof::CertificateAndLogin,
     .grace_days = 90,
     .authentication = "550",
     .not_issued = "550"},
    {.label = "bank-web", .renew = Proof::Certificate, .days_before = 30},
    {.label = "secure-network-token",
     .issue = Proof::Password,
     .renew = Proof::CertificateAndLogin,
     .validity_days = 5 * 365,
     .authentication = "0x04/-1"},
    {.label = "etoken", .issue = Proof::Token, .renew = Proof::CertificateAndLogin, .hands_out_tokens = true},
    {.label = "plain", .issue = Proof::Either, .renew = Proof::Either, .days_before = 366},
    {.label = "bound", .issue = Proof::Either, .renew = Proof::Either, .days_before = 366},
}};

Refusal refuse(int status, std::string reason, std::string detail, std::string_view code = {}) {
  return {.status = status, .reason = std::move(reason), .code = std::string(code), .detail = std::move(detail)};
}

Refusal wrong_login(const ProfileRules& rules, std::string detail) {
  return refuse(401, rules.hands_out_tokens ? "storage_pin" : "authentication", std::move(detail),
                rules.authentication);
}

Refusal locked(const AccountState& state) {
  Refusal refusal = refuse(423, "locked", "the account is locked");
  refusal.until = state.locked_until;
  return refusal;
}

Refusal wrong_code2(AccountState& state, Instant now) {
  ++state.wrong;
  if (state.wrong >= kWrongCodesUntilLock) {
    state.locked_until = unlock_time(now);
    return locked(state);
  }
  Refusal refusal = refuse(401, "code2", "authentication code 2 is wrong");
  refusal.tries_left = kWrongCodesUntilLock - state.wrong;
  return refusal;
}

void open_lock(AccountState& state, Instant now) {
  if (!state.locked_until || now < *state.locked_until) return;
  state.locked_until.reset();
  state.wrong = 0;
}

// Codes and passwords. What a wrong second code costs is the only rule here that changes the state.
std::optional<Refusal> judge_login(const ProfileRules& rules, const Account* account, AccountState& state,
                                   const Attempt& attempt, bool codes, Instant now) {
  if (!attempt.login_given) return wrong_login(rules, "credentials are needed");
  if (account == nullptr) {
    if (codes) return refuse(401, "code1", "authentication code 1 is unknown");
    return wrong_login(rules, "user or password is wrong");
  }
  open_lock(state, now);
  if (state.locked_until) return locked(state);
  if (!attempt.password_right) {
    if (codes) return wrong_code2(state, now);
    return wrong_login(rules, "user or password is wrong");
  }
  state.wrong = 0;
  if (state.condition == Condition::PasswordLocked) return wrong_login(rules, "the password is locked");
  if (state.condition == Condition::PasswordExpired) return wrong_login(rules, "the password is out of date");
  return std::nullopt;
}

// The token whose serial came with the request (E5, E13): told before a word about the storage PIN.
std::optional<Refusal> judge_token(const Attempt& attempt) {
  if (!attempt.token_handed_out) return refuse(403, "token_unregistered", "this token was not handed out");
  if (attempt.token_holds && !attempt.renewal && attempt.same_key_serial.empty())
    return refuse(409, "token_holds_certificate", "the token holds its certificate already");
  return std::nullopt;
}

// The certificate in hand: ours, of this account, within the window.
std::optional<Refusal> judge_window(const ProfileRules& rules, const Held& held, Instant now) {
  if (now > held.not_after + days{rules.grace_days})
    return refuse(403, "no_certificate", "the certificate expired too long ago to be renewed");
  if (now < held.not_after - days{rules.days_before})
    return refuse(403, rules.not_issued.empty() ? "not_obtained" : "not_issued",
                  "the renewal window has not opened yet", rules.not_issued);
  return std::nullopt;
}

Verdict judge_condition(const ProfileRules& rules, const Account& account, AccountState& state, const Attempt& attempt,
                        Repeat repeat) {
  const bool may_repeat =
      repeat == Repeat::Always || (repeat == Repeat::Renewals && (attempt.renewal || rules.hands_out_tokens));
  if (state.condition == Condition::SystemError) return refuse(500, "server_error", "the system failed");
  if (state.condition == Condition::NotObtained) return refuse(403, "not_obtained", "no certificate could be made");
  if (state.condition == Condition::NotIssued)
    return refuse(403, "not_issued", "the certificate has not been made yet", rules.not_issued);
  if (may_repeat && !attempt.same_key_serial.empty()) return Again{attempt.same_key_serial};
  if (state.condition == Condition::Reissued)
    return refuse(401, "authentication", "a newer certificate was issued", rules.authentication);
  if (state.condition == Condition::Collected)
    return refuse(403, "not_issued", "the certificate was collected already", rules.not_issued);
  if (state.condition == Condition::AlreadyIssued) return refuse(409, "already_issued", "issued already");
  if (attempt.renewal && attempt.held && attempt.held->superseded) {
    if (!rules.not_issued.empty())
      return refuse(403, "not_issued", "the certificate was collected already", rules.not_issued);
    return refuse(409, "already_issued", "a newer certificate was issued for this one");
  }
  const bool once = rules.issue == Proof::Codes && !attempt.renewal;
  if (once && state.issued) return refuse(409, "already_issued", "issued already");
  if (state.waited < account.waits) {
    ++state.waited;
    return Wait{kRetryAfter, account.wait_as_date};
  }
  return Grant{};
}

}  // namespace

const ProfileRules* find_rules(std::string_view label) {
  for (const ProfileRules& rules : kRules)
    if (rules.label == label) return &rules;
  return nullptr;
}

Instant unlock_time(Instant now) {
  const FixedOffsetCalendar japan(hours{9});
  const auto today = japan.date_of(now);
  const Instant unlock = japan.instant_of(local_seconds{today} + hours{23} + minutes{30});
  return now < unlock ? unlock : unlock + days{1};
}

AccountState initial_state(const Account& account, Instant now) {
  AccountState state{.condition = account.condition};
  if (account.condition == Condition::Locked) {
    state.condition = Condition::Ready;
    state.wrong = kWrongCodesUntilLock;
    state.locked_until = unlock_time(now);
  }
  return state;
}

Verdict judge(const ProfileRules& rules, const Account* account, AccountState& state, const Attempt& attempt,
              Repeat repeat, Instant now) {
  Proof proof = attempt.renewal ? rules.renew : rules.issue;
  if (proof == Proof::None)
    return refuse(403, "not_issued", "this system makes no first certificates", rules.not_issued);
  if (proof == Proof::Either) proof = attempt.login_given ? Proof::Password : Proof::Certificate;
  const bool needs_certificate = proof == Proof::Certificate || proof == Proof::CertificateAndLogin;
  if (needs_certificate && !attempt.held) {
    if (rules.renew == Proof::Either) return wrong_login(rules, "credentials are needed");
    return refuse(403, "no_certificate", "a client certificate of this authority is needed");
  }
  if (rules.hands_out_tokens && attempt.login_given) {
    if (auto refusal = judge_token(attempt)) return *refusal;
  }
  if (proof != Proof::Certificate) {
    if (auto refusal = judge_login(rules, account, state, attempt, proof == Proof::Codes, now)) return *refusal;
  }
  if (account == nullptr) return refuse(403, "no_certificate", "the certificate belongs to no account");
  if (attempt.held && attempt.renewal) {
    if (auto refusal = judge_window(rules, *attempt.held, now)) return *refusal;
  }
  return judge_condition(rules, *account, state, attempt, repeat);
}

std::optional<Refusal> judge_visit(const std::optional<Held>& held, Instant now) {
  if (!held) return refuse(403, "no_certificate", "a client certificate of this authority is needed");
  if (held->superseded) return refuse(403, "verification", "a newer certificate was issued for this one");
  if (now < held->not_before || now > held->not_after)
    return refuse(403, "verification", "the certificate is not valid at this time");
  return std::nullopt;
}

}  // namespace kigen::demo_ra

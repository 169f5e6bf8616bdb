#include "tests/demo_ra/rules.h"

#include <gtest/gtest.h>

#include "tests/demo_ra/accounts.h"
#include "tests/support/zones.h"

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;
using test::at;

const Instant kNow = at("2026-11-20T01:00:00Z");  // ten in the morning in Japan

struct Case {
  const ProfileRules& rules;
  Account account;
  AccountState state;

  Case(const char* label, const char* user)
      : rules(*find_rules(label)), account(*find_account(label, user)), state(initial_state(account, kNow)) {}

  Verdict ask(const Attempt& attempt, Instant now = kNow, Repeat repeat = Repeat::Renewals) {
    return judge(rules, &account, state, attempt, repeat, now);
  }
  Verdict ask_with_codes(bool right, Instant now = kNow) {
    return ask({.login_given = true, .password_right = right}, now);
  }
};

Attempt renewal(Instant not_after, bool superseded = false) {
  return {.renewal = true, .held = Held{"01", not_after - days{365}, not_after, superseded}};
}

std::string reason(const Verdict& verdict) {
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal == nullptr ? "" : refusal->reason;
}

TEST(Codes, LockAtTheThirdWrongOneUntilHalfPastElevenAtNightInJapan) {
  Case one("customs-filing", "TRADE001");
  EXPECT_EQ(std::get<Refusal>(one.ask_with_codes(false)).tries_left, 2);
  EXPECT_EQ(std::get<Refusal>(one.ask_with_codes(false)).tries_left, 1);
  const auto third = std::get<Refusal>(one.ask_with_codes(false));
  EXPECT_EQ(third.reason, "locked");
  EXPECT_EQ(third.status, 423);
  EXPECT_EQ(third.until, at("2026-11-20T14:30:00Z"));
  EXPECT_EQ(reason(one.ask_with_codes(true, at("2026-11-20T14:29:59Z"))), "locked");
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask_with_codes(true, at("2026-11-20T14:30:00Z"))));
}

TEST(Codes, CountWrongOnesAnewAfterARightOneAndAfterALock) {
  Case one("customs-filing", "TRADE001");
  static_cast<void>(one.ask_with_codes(false));
  static_cast<void>(one.ask_with_codes(false));
  static_cast<void>(one.ask_with_codes(true));
  EXPECT_EQ(std::get<Refusal>(one.ask_with_codes(false)).tries_left, 2);
  static_cast<void>(one.ask_with_codes(false));
  static_cast<void>(one.ask_with_codes(false));
  EXPECT_EQ(std::get<Refusal>(one.ask_with_codes(false, at("2026-11-20T15:00:00Z"))).tries_left, 2);
}

TEST(Unlock, IsTheSameDayBeforeHalfPastElevenAndTheNextDayFromThenOn) {
  EXPECT_EQ(unlock_time(at("2026-11-19T15:00:00Z")), at("2026-11-20T14:30:00Z"));  // midnight in Japan
  EXPECT_EQ(unlock_time(at("2026-11-20T14:29:59Z")), at("2026-11-20T14:30:00Z"));
  EXPECT_EQ(unlock_time(at("2026-11-20T14:30:00Z")), at("2026-11-21T14:30:00Z"));
}

TEST(Codes, NameTheFirstOneWhenItIsUnknown) {
  AccountState state;
  const auto verdict =
      judge(*find_rules("customs-filing"), nullptr, state, {.login_given = true}, Repeat::Renewals, kNow);
  EXPECT_EQ(reason(verdict), "code1");
}

TEST(Codes, IssueOnce) {
  Case one("customs-filing", "TRADE001");
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask_with_codes(true)));
  one.state.issued = true;
  EXPECT_EQ(reason(one.ask_with_codes(true)), "already_issued");
}

TEST(Codes, GiveTheSameKeyTheSameCertificateOnlyWhereThatIsOn) {
  Case one("customs-filing", "TRADE001");
  one.state.issued = true;
  const Attempt attempt{.login_given = true, .password_right = true, .same_key_serial = "07"};
  EXPECT_EQ(reason(one.ask(attempt)), "already_issued");
  EXPECT_EQ(std::get<Again>(one.ask(attempt, kNow, Repeat::Always)).serial, "07");
}

TEST(Renewal, OpensTwentyEightDaysBeforeAndThirtyForTheBank) {
  Case customs("customs-filing", "RENEW001");
  EXPECT_EQ(reason(customs.ask(renewal(kNow + days{28} + seconds{1}))), "not_obtained");
  EXPECT_TRUE(std::holds_alternative<Grant>(customs.ask(renewal(kNow + days{28}))));
  Case bank("bank-web", "BANK0001");
  EXPECT_EQ(reason(bank.ask(renewal(kNow + days{30} + seconds{1}))), "not_obtained");
  EXPECT_TRUE(std::holds_alternative<Grant>(bank.ask(renewal(kNow + days{30}))));
}

TEST(Renewal, EndsAtExpiryAndNinetyDaysLaterForCorporateBanking) {
  Case customs("customs-filing", "RENEW001");
  EXPECT_TRUE(std::holds_alternative<Grant>(customs.ask(renewal(kNow))));
  EXPECT_EQ(reason(customs.ask(renewal(kNow - seconds{1}))), "no_certificate");
  Case corporate("corporate-banking-expired", "KAISHA01");
  Attempt attempt = renewal(kNow - days{90});
  attempt.login_given = attempt.password_right = true;
  EXPECT_TRUE(std::holds_alternative<Grant>(corporate.ask(attempt)));
  attempt.held->not_after -= seconds{1};
  EXPECT_EQ(reason(corporate.ask(attempt)), "no_certificate");
}

TEST(Renewal, WantsTheCertificateAndForCorporateBankingThePasswordToo) {
  Case customs("customs-filing", "RENEW001");
  EXPECT_EQ(reason(customs.ask({.renewal = true, .login_given = true, .password_right = true})), "no_certificate");
  Case corporate("corporate-banking-expired", "KAISHA01");
  EXPECT_EQ(reason(corporate.ask({.renewal = true, .login_given = true, .password_right = true})), "no_certificate");
  const auto refusal = std::get<Refusal>(corporate.ask(renewal(kNow + days{5})));
  EXPECT_EQ(refusal.reason, "authentication");
  EXPECT_EQ(refusal.code, "550");
}

TEST(Renewal, OnTheSecureNetworksTokenWantsTheCertificateAndTheLogin) {
  Case network("secure-network-token", "LOGIN001");
  EXPECT_EQ(reason(network.ask({.renewal = true, .login_given = true, .password_right = true})), "no_certificate");
  const auto refusal = std::get<Refusal>(network.ask(renewal(kNow + days{5})));
  EXPECT_EQ(refusal.reason, "authentication");
  EXPECT_EQ(refusal.code, "0x04/-1");
  Attempt both = renewal(kNow + days{5});
  both.login_given = both.password_right = true;
  EXPECT_TRUE(std::holds_alternative<Grant>(network.ask(both)));
}

Attempt storing(bool handed_out, bool holds, bool pin_right) {
  return {.login_given = true, .password_right = pin_right, .token_handed_out = handed_out, .token_holds = holds};
}

TEST(Tokens, AreTakenOnlyWhenTheyWereHandedOut) {
  Case one("etoken", "YAMADA HANAKO");
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask(storing(true, false, true))));
  const auto refusal = std::get<Refusal>(one.ask(storing(false, false, false)));
  EXPECT_EQ(refusal.reason, "token_unregistered");
  EXPECT_EQ(refusal.status, 403) << "no other credentials would help";
}

TEST(Tokens, AreToldFullBeforeTheStoragePinIsLookedAt) {
  Case one("etoken", "YAMADA HANAKO");
  EXPECT_EQ(reason(one.ask(storing(true, true, false))), "token_holds_certificate");
  EXPECT_EQ(reason(one.ask(storing(true, true, true))), "token_holds_certificate");
}

TEST(Tokens, AskForTheStoragePinAsOftenAsItIsWrong) {
  Case one("etoken", "YAMADA HANAKO");
  for (int i = 0; i < 20; ++i) {
    const auto refusal = std::get<Refusal>(one.ask(storing(true, false, false)));
    EXPECT_EQ(refusal.reason, "storage_pin");
    EXPECT_EQ(refusal.status, 401);
  }
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask(storing(true, false, true))));
}

TEST(Tokens, GetTheSameCertificateForTheSameKeySoThatALostAnswerDoesNoHarm) {
  Case one("etoken", "YAMADA HANAKO");
  Attempt again = storing(true, true, true);
  again.same_key_serial = "0a";
  EXPECT_EQ(std::get<Again>(one.ask(again)).serial, "0a");
  again.password_right = false;
  EXPECT_EQ(reason(one.ask(again)), "storage_pin");
}

TEST(Tokens, RenewByTheCertificateOnThemAndTheStoragePin) {
  Case one("etoken", "SATO KEN");
  Attempt attempt = renewal(kNow + days{5});
  attempt.login_given = attempt.token_handed_out = attempt.token_holds = true;
  EXPECT_EQ(reason(one.ask(attempt)), "storage_pin");
  attempt.password_right = true;
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask(attempt)));
}

TEST(Renewal, RefusesAnOlderCertificateButRepeatsForTheSameKey) {
  Case customs("customs-filing", "RENEW001");
  EXPECT_EQ(reason(customs.ask(renewal(kNow + days{5}, true))), "already_issued");
  Attempt again = renewal(kNow + days{5}, true);
  again.same_key_serial = "09";
  EXPECT_TRUE(std::holds_alternative<Again>(customs.ask(again)));
  EXPECT_EQ(reason(customs.ask(again, kNow, Repeat::Never)), "already_issued");
  Case corporate("corporate-banking-expired", "KAISHA01");
  Attempt collected = renewal(kNow + days{5}, true);
  collected.login_given = collected.password_right = true;
  EXPECT_EQ(std::get<Refusal>(corporate.ask(collected)).code, "550");
  EXPECT_EQ(reason(corporate.ask(collected)), "not_issued");
}

TEST(Accounts, ShowTheirConditions) {
  const auto reason_of = [](const char* label, const char* user) {
    Case one(label, user);
    Attempt attempt = renewal(kNow + days{5});
    attempt.renewal = one.rules.renew == Proof::CertificateAndLogin;
    attempt.login_given = attempt.password_right = true;
    return reason(one.ask(attempt));
  };
  EXPECT_EQ(reason_of("customs-filing", "LOCKED01"), "locked");
  EXPECT_EQ(reason_of("customs-filing", "ISSUED01"), "already_issued");
  EXPECT_EQ(reason_of("customs-filing", "SYSERR01"), "server_error");
  EXPECT_EQ(reason_of("customs-filing", "NOCERT01"), "not_obtained");
  EXPECT_EQ(reason_of("customs-filing", "NOTYET01"), "not_issued");
  EXPECT_EQ(reason_of("corporate-banking-expired", "PWLOCK01"), "authentication");
  EXPECT_EQ(reason_of("corporate-banking-expired", "PWOLD001"), "authentication");
  EXPECT_EQ(reason_of("corporate-banking-expired", "REISSUED"), "authentication");
  EXPECT_EQ(reason_of("corporate-banking-expired", "FETCHED1"), "not_issued");
}

TEST(Accounts, WaitAsOftenAsTheySay) {
  Case one("customs-filing", "WAIT0002");
  const auto first = one.ask_with_codes(true);
  EXPECT_TRUE(std::get<Wait>(first).as_date);
  EXPECT_TRUE(std::holds_alternative<Grant>(one.ask_with_codes(true)));
}

TEST(Accounts, AreThereForEveryCondition) {
  for (int i = 0; i <= static_cast<int>(Condition::NotObtained); ++i) {
    const auto condition = static_cast<Condition>(i);
    const auto& all = known_accounts();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Account& one) { return one.condition == condition; }))
        << condition_name(condition);
    EXPECT_EQ(condition_of(condition_name(condition)), condition);
  }
}

TEST(Accounts, HaveLabelsWithRules) {
  for (const Account& one : known_accounts()) EXPECT_NE(find_rules(one.label), nullptr) << one.label;
  EXPECT_NE(find_account("customs-filing", "trade001"), nullptr);
  EXPECT_EQ(find_account("plain", "USER"), nullptr);
}

TEST(Visit, IsForCertificatesThatAreValidAndTheNewest) {
  const Held good{"01", kNow - days{1}, kNow + days{1}, false};
  EXPECT_FALSE(judge_visit(good, kNow));
  EXPECT_TRUE(judge_visit(std::nullopt, kNow));
  EXPECT_TRUE(judge_visit(good, kNow + days{2}));
  EXPECT_TRUE(judge_visit(good, kNow - days{2}));
  Held old = good;
  old.superseded = true;
  EXPECT_EQ(judge_visit(old, kNow)->reason, "verification");
}

}  // namespace
}  // namespace kigen::demo_ra

#include "service/check/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/zones.h"

namespace kigen::check {
namespace {

using namespace std::chrono;
using test::at;
using test::kNow;
using testing::ElementsAre;

const Instant kNextCheck = kNow + hours{8};

ExplainInput input_until(const char* not_after, int grace = 90) {
  ExplainInput input;
  input.subject = {
      {.not_before = kNow - days{300}, .not_after = at(not_after), .grace_days = grace, .has_profile = true}, true};
  input.has_private_key = true;
  input.profile = {"customs", "税関", "Customs"};
  input.next_check = kNextCheck;
  return input;
}
void without_profile(ExplainInput& input) {
  input.subject.facts.has_profile = false;
  input.profile = {};
}
std::vector<std::string> codes(const Explained& explained) {
  std::vector<std::string> all;
  for (const NextStep& step : explained.next) all.push_back(step.reason.code);
  return all;
}
Explained explained(const ExplainInput& input) {
  return explain(input, kNow, test::utc());
}

TEST(Explain, SaysWhenTheWindowOfAValidCertificateOpens) {
  const Explained result = explained(input_until("2027-06-01T12:00:00Z"));
  EXPECT_EQ(result.why.code, "valid_until");
  EXPECT_EQ(result.why.args.at("not_after"), "2027-06-01T12:00:00Z");
  EXPECT_EQ(result.why.args.at("days"), "193");
  EXPECT_EQ(result.why.args.at("profile_ja"), "税関");
  EXPECT_THAT(codes(result), ElementsAre("window_opens", "expires"));
  EXPECT_EQ(result.next[0].at, at("2027-05-04T00:00:00Z"));
}

TEST(Explain, SaysWhatComesForADueCertificateInOrder) {
  const Explained result = explained(input_until("2026-12-02T12:00:00Z"));
  EXPECT_EQ(result.why.code, "in_window");
  EXPECT_EQ(result.why.args.at("days"), "12");
  EXPECT_THAT(codes(result), ElementsAre("reminder_at_check", "expires", "renewable_until", "lapses", "renew_now"));
  EXPECT_EQ(result.next[0].at, kNextCheck);
  EXPECT_EQ(result.next[2].at, at("2027-03-02T23:59:59Z"));
  EXPECT_EQ(result.next[3].at, at("2027-03-03T00:00:00Z"));
  EXPECT_FALSE(result.next[4].at);
}

TEST(Explain, AsksForTheTokenThatHoldsTheKey) {
  ExplainInput input = input_until("2026-12-02T12:00:00Z", 0);
  input.token = TokenFacts{"0123", "My token", false};
  const Explained away = explained(input);
  EXPECT_THAT(codes(away), ElementsAre("reminder_at_check", "expires", "plug_in_token", "token_needs_pin"));
  EXPECT_EQ(away.next[2].reason.args.at("serial"), "0123");
  EXPECT_EQ(away.next[2].reason.args.at("label"), "My token");
  input.token->present = true;
  EXPECT_THAT(codes(explained(input)), ElementsAre("reminder_at_check", "expires", "token_needs_pin", "renew_now"));
  input = input_until("2027-06-01T12:00:00Z");
  input.token = TokenFacts{"0123", "", false};
  EXPECT_THAT(codes(explained(input)), ElementsAre("window_opens", "expires", "token_needs_pin"));
  without_profile(input);
  EXPECT_THAT(codes(explained(input)), ElementsAre("reminders_begin", "expires", "no_profile"));
}

TEST(Explain, SaysTodayOnTheLastDay) {
  EXPECT_EQ(explained(input_until("2026-11-20T10:00:00Z")).why.code, "due_today");
}

TEST(Explain, SaysThatAnExpiredCertificateIsStillRenewed) {
  const Explained result = explained(input_until("2026-11-17T12:00:00Z"));
  EXPECT_EQ(result.why.code, "expired_in_grace");
  EXPECT_EQ(result.why.args.at("days"), "-3");
  EXPECT_EQ(result.why.args.at("until"), "2027-02-15T23:59:59Z");
  EXPECT_THAT(codes(result), ElementsAre("reminder_at_check", "renewable_until", "lapses", "renew_now"));
}

TEST(Explain, SaysThatNothingIsKnownWithoutAProfile) {
  ExplainInput input = input_until("2026-12-02T12:00:00Z");
  without_profile(input);
  EXPECT_THAT(codes(explained(input)), ElementsAre("reminder_at_check", "expires", "no_profile"));
  EXPECT_FALSE(explained(input).why.args.contains("profile"));
  input.subject.facts.not_after = kNow - days{3};
  EXPECT_EQ(explained(input).why.code, "expired_no_profile");
  input.subject.facts.not_after = kNow - days{40};
  EXPECT_EQ(explained(input).why.code, "lapsed_no_profile");
}

TEST(Explain, SaysWhenAClosedOrSnoozedWarningReturns) {
  ExplainInput input = input_until("2026-12-02T12:00:00Z");
  input.quiet = close_warning(input.subject.facts, kNow, kNextCheck, test::utc());
  EXPECT_EQ(explained(input).next[0].reason.code, "returns_after_close");
  EXPECT_EQ(explained(input).next[0].at, kNextCheck);
  input.quiet = snooze_warning(Snooze::OneHour, input.subject.facts, kNow, kNextCheck, test::utc());
  EXPECT_EQ(explained(input).next[0].reason.code, "returns_after_snooze");
  EXPECT_EQ(explained(input).next[0].at, kNow + hours{1});
}

TEST(Explain, SaysThatALapsedCertificateMustBeAppliedForAnew) {
  ExplainInput input = input_until("2026-11-17T12:00:00Z", 0);
  EXPECT_EQ(explained(input).why.code, "lapsed");
  EXPECT_THAT(codes(explained(input)), ElementsAre("lapsed_reminder", "apply_anew"));
  input.quiet = close_warning(input.subject.facts, kNow, kNextCheck, test::utc());
  EXPECT_THAT(codes(explained(input)), ElementsAre("closed_for_good", "apply_anew"));
}

TEST(Explain, SaysWhenItIsRenewedWithoutAsking) {
  ExplainInput input = input_until("2026-12-10T12:00:00Z", 0);
  const Instant at = kNow + days{3};
  const Instant warns = kNow + days{17};
  input.unattended = UnattendedFacts{.at = at, .calm = true, .warns = warns};
  Explained result = explained(input);
  EXPECT_THAT(codes(result), ElementsAre("renews_unattended", "warns_from", "expires", "renew_now"));
  EXPECT_EQ(result.next[0].at, at);
  EXPECT_EQ(result.next[1].at, warns);
  input.unattended->under_way = true;
  EXPECT_THAT(codes(explained(input)), ElementsAre("warns_from", "expires", "renewing_now", "renew_now"));
  input.unattended = UnattendedFacts{.at = at, .waits_for_user = true, .calm = true, .warns = warns};
  EXPECT_THAT(codes(explained(input)), ElementsAre("warns_from", "expires", "renews_at_sign_in", "renew_now"));
}

TEST(Explain, SaysThatTheUserIsWarnedBesideAnUnattendedRenewalThatIsLate) {
  ExplainInput input = input_until("2026-12-10T12:00:00Z");
  input.unattended = UnattendedFacts{.at = kNow + hours{20}, .calm = false, .warns = kNow - days{1}};
  EXPECT_THAT(codes(explained(input)), ElementsAre("reminder_at_check", "renews_unattended", "expires",
                                                   "renewable_until", "lapses", "renew_now"));
}

TEST(Explain, SaysOfAValidCertificateWhenItWillBeRenewedWithoutAsking) {
  ExplainInput input = input_until("2027-06-01T12:00:00Z");
  input.unattended =
      UnattendedFacts{.at = at("2027-05-10T00:00:00Z"), .calm = true, .warns = at("2027-05-29T00:00:00Z")};
  EXPECT_THAT(codes(explained(input)), ElementsAre("renews_unattended", "warns_from", "expires"));
}

TEST(Explain, SaysWhenACertificateBecomesValid) {
  ExplainInput input = input_until("2027-12-02T12:00:00Z");
  input.subject.facts.not_before = kNow + days{2};
  EXPECT_EQ(explained(input).why.code, "not_yet_valid");
  EXPECT_THAT(codes(explained(input)), ElementsAre("becomes_valid", "expires"));
}

TEST(Explain, NamesTheSuccessorOfASupersededCertificate) {
  ExplainInput input = input_until("2026-12-02T12:00:00Z");
  input.subject.facts.superseded = true;
  EXPECT_EQ(explained(input).why.code, "superseded");
  input.superseded_by = std::string(64, 'a');
  EXPECT_EQ(explained(input).why.code, "superseded_by");
  EXPECT_EQ(explained(input).why.args.at("thumbprint"), std::string(64, 'a'));
  EXPECT_THAT(codes(explained(input)), ElementsAre("nothing_superseded"));
  input.subject.facts.gone = true;
  EXPECT_THAT(codes(explained(input)), ElementsAre("nothing_gone"));
}

TEST(Explain, SaysWhyACertificateWithoutKeyIsNotWarnedOf) {
  ExplainInput input = input_until("2026-12-02T12:00:00Z");
  input.has_private_key = false;
  input.subject.actionable = false;
  EXPECT_THAT(codes(explained(input)), ElementsAre("expires", "renewable_until", "lapses", "no_private_key"));
  input.subject.actionable = true;  // it lies in a watched folder
  EXPECT_THAT(codes(explained(input)),
              ElementsAre("reminder_at_check", "expires", "renewable_until", "lapses", "key_elsewhere"));
}

}  // namespace
}  // namespace kigen::check

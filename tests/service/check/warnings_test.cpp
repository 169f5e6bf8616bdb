#include "service/check/warnings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/zones.h"

namespace kigen::check {
namespace {

using namespace std::chrono;
using test::at;
using test::kNow;

Subject due_subject() {
  return {
      {.not_before = kNow - days{300}, .not_after = at("2026-12-02T12:00:00Z"), .grace_days = 90, .has_profile = true},
      true};
}
Subject lapsed_subject() {
  return {{.not_before = kNow - days{400}, .not_after = at("2026-11-19T12:00:00Z"), .has_profile = true}, true};
}
// What the service does: decide, and keep what is said to be kept.
bool stands(const Subject& subject, std::optional<Quiet>& quiet, Instant now,
            const LocalCalendar& calendar = test::utc()) {
  const Standing result = standing(subject, quiet, now, calendar);
  EXPECT_EQ(result.changed, result.quiet != quiet);
  quiet = result.quiet;
  return result.stands;
}

TEST(Warning, StandsForWhatIsDueAndActionable) {
  std::optional<Quiet> none;
  Subject subject = due_subject();
  EXPECT_TRUE(stands(subject, none, kNow));
  EXPECT_FALSE(stands(subject, none, at("2026-11-03T23:59:59Z")));
  EXPECT_TRUE(stands(subject, none, at("2026-11-04T00:00:00Z")));
  subject.actionable = false;
  EXPECT_FALSE(stands(subject, none, kNow));
  subject = due_subject();
  subject.facts.superseded = true;
  EXPECT_FALSE(stands(subject, none, kNow));
  subject = due_subject();
  subject.facts.gone = true;
  EXPECT_FALSE(stands(subject, none, kNow));
}

TEST(Warning, SpeaksOfALapsedCertificateForThirtyDays) {
  std::optional<Quiet> none;
  EXPECT_TRUE(stands(lapsed_subject(), none, at("2026-11-19T12:00:01Z")));
  EXPECT_TRUE(stands(lapsed_subject(), none, at("2026-12-18T23:59:59Z")));
  EXPECT_FALSE(stands(lapsed_subject(), none, at("2026-12-19T00:00:00Z")));
}

TEST(Warning, IsQuietUntilTheNextCheckAfterClose) {
  const Instant next_check = kNow + hours{24};
  std::optional<Quiet> quiet = close_warning(due_subject().facts, kNow, next_check, test::utc());
  EXPECT_EQ(quiet->kind, QuietKind::Closed);
  EXPECT_FALSE(stands(due_subject(), quiet, kNow));
  EXPECT_FALSE(stands(due_subject(), quiet, next_check - seconds{1}));
  EXPECT_EQ(standing(due_subject(), quiet, kNow, test::utc()).returns_at, next_check);
  EXPECT_TRUE(stands(due_subject(), quiet, next_check));
  EXPECT_FALSE(quiet);
}

TEST(Warning, IsQuietForAnHourWhenTheCheckIsOverdue) {
  const Quiet quiet = close_warning(due_subject().facts, kNow, kNow - seconds{1}, test::utc());
  EXPECT_EQ(quiet.quiet_until, kNow + hours{1});
}

TEST(Warning, IsNeverQuietForLongerThanTheLongestInterval) {
  const Quiet far = close_warning(due_subject().facts, kNow, kNow + days{9000}, test::utc());
  EXPECT_EQ(far.quiet_until, kNow + kLongestQuiet);
  // Nor when the database was damaged.
  std::optional<Quiet> damaged = Quiet{.set_at = kNow, .quiet_until = kForGood - seconds{1}};
  EXPECT_FALSE(stands(due_subject(), damaged, kNow + kLongestQuiet - seconds{1}));
  EXPECT_TRUE(stands(due_subject(), damaged, kNow + kLongestQuiet));
  std::optional<Quiet> reversed = Quiet{.set_at = kNow, .quiet_until = kNow - days{5}};
  EXPECT_TRUE(stands(due_subject(), reversed, kNow));
  std::optional<Quiet> extreme = Quiet{.set_at = Instant::min(), .quiet_until = kForGood - seconds{1}};
  EXPECT_TRUE(stands(due_subject(), extreme, kNow));
}

TEST(Warning, SnoozesForAnHourUntilTomorrowOrTheNextCheck) {
  const auto berlin = test::berlin();
  const Facts facts = due_subject().facts;
  const Instant next_check = kNow + hours{5};
  EXPECT_EQ(snooze_warning(Snooze::OneHour, facts, kNow, next_check, berlin).quiet_until, kNow + hours{1});
  EXPECT_EQ(snooze_warning(Snooze::Tomorrow, facts, kNow, next_check, berlin).quiet_until,
            at("2026-11-21T09:00:00+01:00"));
  EXPECT_EQ(snooze_warning(Snooze::NextCheck, facts, kNow, next_check, berlin).quiet_until, next_check);
  EXPECT_EQ(snooze_from_string("tomorrow"), Snooze::Tomorrow);
  EXPECT_FALSE(snooze_from_string("never"));
}

TEST(Warning, SnoozesUntilNineByTheClockOnDaysOf23And25Hours) {
  const auto berlin = test::berlin();
  const Facts facts = due_subject().facts;
  const auto tomorrow = [&](const char* now) {
    return snooze_warning(Snooze::Tomorrow, facts, at(now), at(now) + hours{1}, berlin).quiet_until;
  };
  EXPECT_EQ(tomorrow("2026-03-28T18:00:00+01:00"), at("2026-03-29T09:00:00+02:00"));
  EXPECT_EQ(tomorrow("2026-10-24T18:00:00+02:00"), at("2026-10-25T09:00:00+01:00"));
  EXPECT_EQ(tomorrow("2026-12-31T23:59:59+01:00"), at("2027-01-01T09:00:00+01:00"));
}

TEST(Warning, StandsAgainWhenTheCertificateExpiresMeanwhile) {
  const Instant expiry = due_subject().facts.not_after;
  std::optional<Quiet> quiet = close_warning(due_subject().facts, expiry - hours{2}, expiry + hours{22}, test::utc());
  EXPECT_FALSE(stands(due_subject(), quiet, expiry));
  EXPECT_EQ(standing(due_subject(), quiet, expiry, test::utc()).returns_at, expiry + seconds{1});
  EXPECT_TRUE(stands(due_subject(), quiet, expiry + seconds{1}));
}

TEST(Warning, StaysQuietForGoodWhenItWasClosedAsLapsed) {
  std::optional<Quiet> quiet = close_warning(lapsed_subject().facts, kNow, kNow + hours{24}, test::utc());
  EXPECT_EQ(quiet->quiet_until, kForGood);
  for (int day = 0; day < 29; ++day) EXPECT_FALSE(stands(lapsed_subject(), quiet, kNow + days{day}));
  EXPECT_FALSE(standing(lapsed_subject(), quiet, kNow, test::utc()).returns_at);
  EXPECT_FALSE(ends_on_demand(*quiet));
  EXPECT_EQ(with_earlier_check(*quiet, kNow), *quiet);
}

TEST(Warning, StandsAgainWhenWhatWasClosedAsLapsedTurnsOutToBeDue) {
  const Instant wrong = at("2027-03-20T00:00:00Z");  // the clock was months ahead
  std::optional<Quiet> quiet = close_warning(due_subject().facts, wrong, wrong + hours{24}, test::utc());
  ASSERT_EQ(quiet->quiet_until, kForGood);
  EXPECT_FALSE(stands(due_subject(), quiet, wrong));
  EXPECT_TRUE(stands(due_subject(), quiet, kNow));
}

TEST(Warning, ReturnsWithTheEarlierCheckOfAShorterInterval) {
  const Quiet closed = close_warning(due_subject().facts, kNow, kNow + hours{72}, test::utc());
  EXPECT_EQ(with_earlier_check(closed, kNow + hours{1}).quiet_until, kNow + hours{1});
  EXPECT_EQ(with_earlier_check(closed, kNow + hours{73}).quiet_until, kNow + hours{72});
  EXPECT_EQ(with_earlier_check(closed, kNow - days{900}), closed);  // a clock that was set back shortens nothing
  const Quiet snoozed = snooze_warning(Snooze::Tomorrow, due_subject().facts, kNow, kNow, test::utc());
  EXPECT_EQ(with_earlier_check(snoozed, kNow + hours{1}), snoozed);
}

TEST(Warning, ReturnsOnDemandWhenItWasClosedButNotWhenItWasSnoozed) {
  EXPECT_TRUE(ends_on_demand(close_warning(due_subject().facts, kNow, kNow + hours{72}, test::utc())));
  EXPECT_FALSE(ends_on_demand(snooze_warning(Snooze::OneHour, due_subject().facts, kNow, kNow, test::utc())));
}

TEST(Warning, WaitsNoLongerThanItsLengthWhenTheClockIsSetBackByYears) {
  Subject subject = due_subject();
  subject.facts.not_before = kNow - days{4000};
  subject.facts.days_before = 3900;
  std::optional<Quiet> quiet = close_warning(subject.facts, kNow, kNow + hours{24}, test::utc());
  const Instant then = kNow - days{3650};
  EXPECT_FALSE(stands(subject, quiet, then));
  EXPECT_EQ(quiet->anchor, then);
  EXPECT_FALSE(stands(subject, quiet, then + hours{24} - seconds{1}));
  EXPECT_TRUE(stands(subject, quiet, then + hours{24}));
}

TEST(Warning, IsNotRepeatedWhenTheClockIsSetALittleToAndFro) {
  std::optional<Quiet> quiet = close_warning(due_subject().facts, kNow, kNow + hours{24}, test::utc());
  EXPECT_FALSE(stands(due_subject(), quiet, kNow - hours{10}));
  EXPECT_EQ(standing(due_subject(), quiet, kNow - hours{10}, test::utc()).returns_at, kNow + hours{24});
  EXPECT_FALSE(stands(due_subject(), quiet, kNow + hours{15}));
  EXPECT_FALSE(stands(due_subject(), quiet, kNow - hours{1}));
  EXPECT_FALSE(stands(due_subject(), quiet, kNow + hours{24} - seconds{1}));
  EXPECT_TRUE(stands(due_subject(), quiet, kNow + hours{24}));
}

TEST(Warning, IsNotRepeatedByAMachineThatStartsInThePastUntilItHasAskedForTheTime) {
  std::optional<Quiet> quiet = close_warning(due_subject().facts, kNow, kNow + hours{24}, test::utc());
  const Instant battery_is_flat = at("2015-01-01T00:00:00Z");
  for (int start = 1; start < 24; ++start) {
    EXPECT_FALSE(stands(due_subject(), quiet, battery_is_flat + seconds{start % 3}));
    EXPECT_FALSE(stands(due_subject(), quiet, kNow + hours{start})) << start;
  }
  EXPECT_TRUE(stands(due_subject(), quiet, kNow + hours{24}));
}

TEST(Warning, IsUrgentInTheOrderInWhichItHurts) {
  struct Row {
    const char* name;
    Facts facts;
  };
  const auto until = [](const char* not_after, int grace) {
    return Facts{.not_before = kNow - days{500}, .not_after = at(not_after), .grace_days = grace, .has_profile = true};
  };
  std::vector<Row> rows{{"valid", until("2027-09-01T00:00:00Z", 0)},
                        {"lapsed long ago", until("2026-10-01T00:00:00Z", 0)},
                        {"due today", until("2026-11-20T23:00:00Z", 0)},
                        {"lapsed yesterday", until("2026-11-19T00:00:00Z", 0)},
                        {"much grace left", until("2026-11-01T00:00:00Z", 90)},
                        {"due later", until("2026-12-10T00:00:00Z", 0)},
                        {"little grace left", until("2026-11-10T00:00:00Z", 11)}};
  std::ranges::sort(rows, {}, [](const Row& row) { return urgency_of(row.facts, kNow, test::utc(), row.name); });
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  EXPECT_EQ(names, (std::vector<std::string>{"little grace left", "much grace left", "due today", "due later",
                                             "lapsed yesterday", "lapsed long ago", "valid"}));
}

TEST(Warning, NamesItsKindsForTheDatabase) {
  EXPECT_EQ(quiet_kind_from_string(to_string(QuietKind::Closed)), QuietKind::Closed);
  EXPECT_EQ(quiet_kind_from_string(to_string(QuietKind::Snoozed)), QuietKind::Snoozed);
  EXPECT_FALSE(quiet_kind_from_string("asleep"));
}

}  // namespace
}  // namespace kigen::check

#include "service/check/status.h"

#include <gtest/gtest.h>

#include <random>

#include "service/check/warnings.h"
#include "tests/support/zones.h"

namespace kigen::check {
namespace {

using namespace std::chrono;
using test::at;

Facts facts_until(Instant not_after, int days_before = 28, int grace = 0, bool profile = true) {
  return {.not_before = not_after - days{365},
          .not_after = not_after,
          .days_before = days_before,
          .grace_days = grace,
          .has_profile = profile};
}

TEST(Status, IsValidUntilTheLocalDayOnWhichTheWindowOpens) {
  const auto tokyo = test::tokyo();
  const Facts facts = facts_until(at("2026-12-02T23:59:59+09:00"));
  EXPECT_EQ(status_of(facts, at("2026-11-03T23:59:59+09:00"), tokyo), CertificateStatus::Valid);
  EXPECT_EQ(status_of(facts, at("2026-11-04T00:00:00+09:00"), tokyo), CertificateStatus::Due);
  EXPECT_EQ(days_left(facts, at("2026-11-03T23:59:59+09:00"), tokyo), 29);
  EXPECT_EQ(days_left(facts, at("2026-11-04T00:00:00+09:00"), tokyo), 28);
  // The same instant is another date elsewhere.
  EXPECT_EQ(status_of(facts, at("2026-11-04T00:00:00+09:00"), test::utc()), CertificateStatus::Valid);
}

TEST(Status, IsDueThroughTheLastSecondAndExpiredInTheNext) {
  const auto utc = test::utc();
  const Facts facts = facts_until(at("2026-12-02T12:00:00Z"), 28, 90);
  EXPECT_EQ(status_of(facts, at("2026-12-02T12:00:00Z"), utc), CertificateStatus::Due);
  EXPECT_EQ(status_of(facts, at("2026-12-02T12:00:01Z"), utc), CertificateStatus::Expired);
  EXPECT_EQ(days_left(facts, at("2026-12-02T00:00:00Z"), utc), 0);
  EXPECT_EQ(days_left(facts, at("2026-12-02T23:59:59Z"), utc), 0);
  EXPECT_EQ(days_left(facts, at("2026-12-03T00:00:00Z"), utc), -1);
}

TEST(Status, LapsesWhenTheLastDayOfGraceIsOver) {
  const auto tokyo = test::tokyo();
  const Facts facts = facts_until(at("2026-12-02T10:00:00+09:00"), 28, 90);
  EXPECT_EQ(grace_ends(facts, tokyo), at("2027-03-02T23:59:59+09:00"));
  EXPECT_EQ(status_of(facts, at("2027-03-02T23:59:59+09:00"), tokyo), CertificateStatus::Expired);
  EXPECT_EQ(status_of(facts, at("2027-03-03T00:00:00+09:00"), tokyo), CertificateStatus::Lapsed);
}

TEST(Status, LapsesAtOnceWhenTheProfileGivesNoGrace) {
  const auto utc = test::utc();
  const Facts facts = facts_until(at("2026-12-02T12:00:00Z"));
  EXPECT_EQ(status_of(facts, at("2026-12-02T12:00:01Z"), utc), CertificateStatus::Lapsed);
  EXPECT_EQ(renewable_until(facts, utc), at("2026-12-02T12:00:00Z"));
}

TEST(Status, IsExpiredForThirtyDaysWhenNoProfileTellsTheGrace) {
  const auto utc = test::utc();
  const Facts facts = facts_until(at("2026-12-02T12:00:00Z"), 28, 0, false);
  EXPECT_EQ(status_of(facts, at("2027-01-01T23:59:59Z"), utc), CertificateStatus::Expired);
  EXPECT_EQ(status_of(facts, at("2027-01-02T00:00:00Z"), utc), CertificateStatus::Lapsed);
  EXPECT_FALSE(renewable(facts, at("2026-12-20T00:00:00Z"), utc));
  EXPECT_FALSE(renewable_until(facts, utc));
}

TEST(Status, TakesGoneBeforeSupersededBeforeNotYetValid) {
  const auto utc = test::utc();
  Facts facts = facts_until(at("2026-12-02T12:00:00Z"));
  facts.not_before = at("2026-11-01T00:00:00Z");
  const Instant before = at("2026-10-31T23:59:59Z");
  EXPECT_EQ(status_of(facts, before, utc), CertificateStatus::NotYetValid);
  EXPECT_EQ(status_of(facts, before + seconds{1}, utc), CertificateStatus::Valid);
  facts.superseded = true;
  EXPECT_EQ(status_of(facts, before, utc), CertificateStatus::Superseded);
  EXPECT_FALSE(renewable_until(facts, utc));
  facts.gone = true;
  EXPECT_EQ(status_of(facts, before, utc), CertificateStatus::Gone);
  EXPECT_FALSE(next_transition(facts, before, utc));
}

TEST(Status, IsDueFromTheStartWhenTheCertificateIsShorterThanItsWindow) {
  const auto utc = test::utc();
  Facts facts = facts_until(at("2026-12-08T00:00:00Z"));
  facts.not_before = at("2026-12-01T00:00:00Z");
  EXPECT_EQ(next_transition(facts, at("2026-11-01T00:00:00Z"), utc),
            (Transition{CertificateStatus::Due, at("2026-12-01T00:00:00Z")}));
}

TEST(Status, IsRenewableExactlyWhileAProfileSaysSo) {
  const auto utc = test::utc();
  const Facts facts = facts_until(at("2026-12-02T12:00:00Z"), 28, 90);
  EXPECT_FALSE(renewable(facts, at("2026-11-03T23:59:59Z"), utc));
  EXPECT_TRUE(renewable(facts, at("2026-11-04T00:00:00Z"), utc));
  EXPECT_TRUE(renewable(facts, *renewable_until(facts, utc), utc));
  EXPECT_FALSE(renewable(facts, *renewable_until(facts, utc) + seconds{1}, utc));
}

// not_after at local midnight ± 1 s decides the day that everything is counted from.
TEST(Status, CountsFromTheLocalDayOfExpiryAroundMidnight) {
  const auto berlin = test::berlin();
  const Instant now = at("2026-12-01T12:00:00+01:00");
  const Instant midnight = at("2026-12-02T00:00:00+01:00");
  EXPECT_EQ(days_left(facts_until(midnight - seconds{1}), now, berlin), 0);
  EXPECT_EQ(days_left(facts_until(midnight), now, berlin), 1);
  EXPECT_EQ(days_left(facts_until(midnight + seconds{1}), now, berlin), 1);
  EXPECT_EQ(window_opens(facts_until(midnight - seconds{1}), berlin), at("2026-11-03T00:00:00+01:00"));
  EXPECT_EQ(window_opens(facts_until(midnight), berlin), at("2026-11-04T00:00:00+01:00"));
}

struct DaylightCase {
  const char* name;
  bool american;
  const char* not_after;
  int days_before;
  const char* opens;
};
class DaylightSaving : public testing::TestWithParam<DaylightCase> {};

TEST_P(DaylightSaving, OpensTheWindowAtLocalMidnight) {
  const DaylightCase& given = GetParam();
  const auto calendar = given.american ? test::new_york() : test::berlin();
  const Facts facts = facts_until(at(given.not_after), given.days_before);
  EXPECT_EQ(to_rfc3339(window_opens(facts, calendar)), to_rfc3339(at(given.opens)));
  EXPECT_EQ(status_of(facts, at(given.opens) - seconds{1}, calendar), CertificateStatus::Valid);
  EXPECT_EQ(status_of(facts, at(given.opens), calendar), CertificateStatus::Due);
  EXPECT_EQ(days_left(facts, at(given.opens), calendar), given.days_before);
  EXPECT_EQ(days_left(facts, at(given.opens) - seconds{1}, calendar), given.days_before + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Days, DaylightSaving,
    testing::Values(
        DaylightCase{"OverTheShortDay", false, "2026-03-31T23:59:59+02:00", 28, "2026-03-03T00:00:00+01:00"},
        DaylightCase{"OnTheShortDay", false, "2026-04-26T12:00:00+02:00", 28, "2026-03-29T00:00:00+01:00"},
        DaylightCase{"AfterTheShortDay", false, "2026-04-27T00:00:00+02:00", 28, "2026-03-30T00:00:00+02:00"},
        DaylightCase{"OverTheLongDay", false, "2026-10-31T00:00:00+01:00", 28, "2026-10-03T00:00:00+02:00"},
        DaylightCase{"OnTheLongDay", false, "2026-11-22T23:59:59+01:00", 28, "2026-10-25T00:00:00+02:00"},
        DaylightCase{"AfterTheLongDay", false, "2026-11-23T00:00:00+01:00", 28, "2026-10-26T00:00:00+01:00"},
        DaylightCase{"AmericanShortDay", true, "2026-03-08T12:00:00-04:00", 0, "2026-03-08T00:00:00-05:00"},
        DaylightCase{"AmericanLongDay", true, "2026-11-01T23:59:59-05:00", 1, "2026-10-31T00:00:00-04:00"},
        DaylightCase{"AmericanAfterLongDay", true, "2026-11-02T00:00:00-05:00", 1, "2026-11-01T00:00:00-04:00"},
        DaylightCase{"LeapDay", false, "2028-03-28T10:00:00+02:00", 28, "2028-02-29T00:00:00+01:00"},
        DaylightCase{"OverTheLeapDay", true, "2028-03-27T10:00:00-04:00", 28, "2028-02-28T00:00:00-05:00"}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(Status, CountsEachLongAndShortDayOnce) {
  const auto berlin = test::berlin();
  const Facts facts = facts_until(at("2026-10-26T00:00:00+01:00"));
  EXPECT_EQ(days_left(facts, at("2026-10-25T00:00:00+02:00"), berlin), 1);
  EXPECT_EQ(days_left(facts, at("2026-10-25T23:59:59+01:00"), berlin), 1);  // 25 hours later
  EXPECT_EQ(days_left(facts, at("2026-10-24T23:59:59+02:00"), berlin), 2);
}

TEST(Status, HasWordsThatComeBack) {
  for (int i = 0; i <= static_cast<int>(CertificateStatus::Gone); ++i) {
    const auto status = static_cast<CertificateStatus>(i);
    EXPECT_FALSE(to_string(status).empty());
    EXPECT_EQ(status_from_string(to_string(status)), status);
  }
  EXPECT_FALSE(status_from_string("fine"));
}

TEST(Status, KeepsItsHeadWithInstantsAtTheEndsOfTime) {
  const auto berlin = test::berlin();
  for (const Instant edge : {Instant::min(), Instant::max(), at("9999-12-31T23:59:59Z"), at("0000-01-01T00:00:00Z")}) {
    for (const Instant now : {Instant::min(), Instant::max(), at("2026-01-01T00:00:00Z")}) {
      const Facts facts{.not_before = edge,
                        .not_after = edge,
                        .days_before = 2'000'000'000,
                        .grace_days = 2'000'000'000,
                        .has_profile = true};
      (void)status_of(facts, now, berlin);
      (void)days_left(facts, now, berlin);
      (void)renewable_until(facts, berlin);
      const auto next = next_transition(facts, now, berlin);
      EXPECT_TRUE(!next || next->at > now);
      (void)attention_range(2'000'000'000, -5, now, berlin);
    }
  }
}

// One day of a zone in which clocks went back over midnight, and one in which a whole day was left out.
std::vector<std::unique_ptr<LocalCalendar>> calendars() {
  std::vector<std::unique_ptr<LocalCalendar>> all;
  all.push_back(std::make_unique<platform::OffsetCalendar>(std::make_unique<test::BerlinZone>()));
  all.push_back(std::make_unique<platform::OffsetCalendar>(std::make_unique<test::NewYorkZone>()));
  all.push_back(std::make_unique<FixedOffsetCalendar>(9h));
  all.push_back(std::make_unique<FixedOffsetCalendar>(0h));
  all.push_back(std::make_unique<platform::OffsetCalendar>(
      std::make_unique<test::JumpZone>(at("2026-07-01T00:01:00-02:30"), -2h - 30min, -3h - 30min)));
  all.push_back(std::make_unique<platform::OffsetCalendar>(
      std::make_unique<test::JumpZone>(at("2026-07-01T00:00:00-03:00"), -3h, -2h)));
  return all;
}

Instant random_instant(std::mt19937_64& random, Instant from, Instant to) {
  Instant instant{seconds{std::uniform_int_distribution<std::int64_t>(to_unix(from), to_unix(to))(random)}};
  switch (random() % 3) {  // a third at midnight or a second beside it, in some zone
    case 0:
      instant = floor<days>(instant) + hours{static_cast<int>(random() % 24)} +
                seconds{static_cast<int>(random() % 3)} - seconds{1};
      break;
    case 1:
      instant = floor<minutes>(instant) + minutes{static_cast<int>(random() % 2)};
      break;
    default:
      break;
  }
  return instant;
}

TEST(StatusProperty, ChangesExactlyAtTheTransitionsThatAreForetold) {
  std::mt19937_64 random(20261120);
  for (const auto& calendar : calendars()) {
    for (int i = 0; i < 3000; ++i) {
      Facts facts =
          facts_until(random_instant(random, at("2026-03-01T00:00:00Z"), at("2026-12-31T00:00:00Z")),
                      static_cast<int>(random() % 60), static_cast<int>(random() % 3) * 40, random() % 2 == 0);
      facts.not_before = facts.not_after - hours{random() % (24 * 90)};
      Instant now = facts.not_before - days{2};
      int changes = 0;
      while (const auto next = next_transition(facts, now, *calendar)) {
        ASSERT_GT(next->at, now);
        ASSERT_NE(status_of(facts, now, *calendar), next->status);
        ASSERT_EQ(status_of(facts, next->at, *calendar), next->status);
        ASSERT_EQ(status_of(facts, next->at - seconds{1}, *calendar), status_of(facts, now, *calendar));
        const Instant between = random_instant(random, now, next->at);
        if (between > now && between < next->at) {
          ASSERT_EQ(status_of(facts, between, *calendar), status_of(facts, now, *calendar));
        }
        now = next->at;
        ASSERT_LE(++changes, 4);
      }
      ASSERT_EQ(status_of(facts, now, *calendar), CertificateStatus::Lapsed);
    }
  }
}

TEST(StatusProperty, FindsAllThatWantsAttentionInTheAttentionRange) {
  std::mt19937_64 random(77);
  int wanting = 0;
  for (const auto& calendar : calendars()) {
    for (int i = 0; i < 5000; ++i) {
      const Instant now = random_instant(random, at("2026-05-01T00:00:00Z"), at("2026-11-30T00:00:00Z"));
      const ExpiryRange range = attention_range(40, 90, now, *calendar);
      // Close to the edges, where it matters.
      const Instant edge = random() % 2 == 0 ? range.from : range.to;
      const Instant not_after = random_instant(random, edge - days{1}, edge + days{1});
      const Facts facts = facts_until(not_after, 40, 90);
      if (!wants_attention({facts, true}, now, *calendar)) continue;
      ++wanting;
      ASSERT_GE(not_after, range.from) << to_rfc3339(not_after) << " at " << to_rfc3339(now);
      ASSERT_LE(not_after, range.to) << to_rfc3339(not_after) << " at " << to_rfc3339(now);
    }
  }
  EXPECT_GT(wanting, 1000);
}

// At 00:01 the clock goes back to 23:01: the new date has begun, and the old one comes once more.
TEST(Status, FindsWhatIsDueWhereClocksGoBackOverMidnight) {
  const Instant jump = at("2026-07-01T00:01:00-02:30");
  const platform::OffsetCalendar calendar(std::make_unique<test::JumpZone>(jump, -2h - 30min, -3h - 30min));
  const Instant in_old_date = jump + minutes{30};
  ASSERT_EQ(calendar.date_of(in_old_date), local_days{2026y / June / 30});
  const auto expect_found = [&calendar](Instant not_after, Instant now) {
    ASSERT_EQ(status_of(facts_until(not_after, 40), now, calendar), CertificateStatus::Due);
    const ExpiryRange range = attention_range(40, 0, now, calendar);
    EXPECT_LE(range.from, not_after);
    EXPECT_LE(not_after, range.to);
  };
  expect_found(at("2026-08-10T12:00:00-03:30"), in_old_date);
  expect_found(in_old_date, at("2026-05-21T12:00:00-02:30"));
}

TEST(Status, ReadsNoMoreThanADayBesideWhatIsDue) {
  const auto tokyo = test::tokyo();
  const Instant now = at("2026-06-15T10:00:00+09:00");
  const ExpiryRange range = attention_range(28, 0, now, tokyo);
  EXPECT_EQ(range.to, at("2026-07-13T23:59:59+09:00"));
  EXPECT_EQ(range.from, at("2026-04-16T00:00:00+09:00"));
}

}  // namespace
}  // namespace kigen::check

#include "service/renewal/plan.h"

#include <gtest/gtest.h>

#include <array>

namespace kigen::unattended {
namespace {

using namespace std::chrono;

const FixedOffsetCalendar kTokyo{hours{9}};
const Instant kExpires = *from_rfc3339("2027-03-31T12:00:00+09:00");

check::Facts facts(int days_before = 28, days lifetime = days{365}) {
  check::Facts facts;
  facts.not_before = kExpires - lifetime;
  facts.not_after = kExpires;
  facts.days_before = days_before;
  facts.has_profile = true;
  return facts;
}
Window window(int days_before = 28, days lifetime = days{365}) {
  return window_of(facts(days_before, lifetime), kTokyo);
}
Moment at(Instant now, Seed seed = 7) {
  return {window(), seed, now};
}

TEST(UnattendedWindow, LeavesTheLastDaysToTheUsersWarnings) {
  EXPECT_EQ(window().opens, *from_rfc3339("2027-03-03T00:00:00+09:00"));
  EXPECT_EQ(window().warns, *from_rfc3339("2027-03-28T00:00:00+09:00"));
  EXPECT_EQ(window().expires, kExpires);
}

TEST(UnattendedWindow, IsHalvedWhereItIsShort) {
  const Window shorter = window(2);
  EXPECT_EQ(shorter.opens, *from_rfc3339("2027-03-29T00:00:00+09:00"));
  EXPECT_EQ(shorter.warns, shorter.opens + (kExpires - shorter.opens) / 2);
}

// Else a certificate of a few days would be renewed again as soon as it is there.
TEST(UnattendedWindow, OpensNotBeforeHalfOfTheLifetime) {
  EXPECT_EQ(window(28, days{7}).opens, kExpires - hours{84});
}

TEST(UnattendedPlan, IsTheSameForTheSameMachineAndCertificate) {
  const Instant before = window().opens - days{10};
  EXPECT_EQ(make_plan(at(before)), make_plan(at(before + days{5})));
  EXPECT_NE(make_plan(at(before, 1)).at, make_plan(at(before, 2)).at);
}

TEST(UnattendedPlan, LiesInTheWindowForEveryMachine) {
  std::array<int, 25> per_day{};
  for (Seed seed = 0; seed < 25'000; ++seed) {
    const Instant moment = make_plan(at(window().opens, seed)).at;
    ASSERT_GE(moment, window().opens);
    ASSERT_LT(moment, window().warns);
    ++per_day.at(static_cast<std::size_t>(floor<days>(moment - window().opens).count()));
  }
  for (const int count : per_day) EXPECT_NEAR(count, 1000, 150);
}

TEST(UnattendedPlan, OfAMachineThatJoinsLateIsSpreadOverWhatIsLeft) {
  const Instant now = window().warns - days{2};
  int second_day = 0;
  for (Seed seed = 0; seed < 1000; ++seed) {
    const Instant moment = make_plan(at(now, seed)).at;
    ASSERT_GE(moment, now);
    ASSERT_LT(moment, window().warns);
    second_day += moment >= now + days{1} ? 1 : 0;
  }
  EXPECT_NEAR(second_day, 500, 80);
}

TEST(UnattendedPlan, BeginsWhenItsMomentComesAndTheSessionIsThere) {
  const Plan plan{.at = window().opens + days{5}};
  EXPECT_EQ(advance(plan, at(plan.at - seconds{1}), true, false).plan, plan);
  EXPECT_EQ(advance(plan, at(plan.at), false, false).plan, plan);
  EXPECT_EQ(advance(plan, at(plan.at), true, true).plan, plan);
  EXPECT_EQ(advance(plan, at(plan.at), true, false).plan.begun, plan.at);
  EXPECT_EQ(advance(plan, at(plan.at + kPunctual), true, false).plan.begun, plan.at + kPunctual);
}

TEST(UnattendedPlan, MakesUpAMissedMomentLaterAndSoonerEachTime) {
  const Plan plan{.at = window().opens + days{5}};
  const Instant monday = plan.at + days{2};
  Instant latest = monday;
  for (Seed seed = 0; seed < 1000; ++seed) {
    const auto made_up = advance(plan, at(monday, seed), true, false).plan;
    ASSERT_FALSE(made_up.begun);
    ASSERT_EQ(made_up.missed, 1);
    ASSERT_GE(made_up.at, monday);
    latest = std::max(latest, made_up.at);
  }
  EXPECT_GT(latest, monday + hours{15});
  EXPECT_LT(latest, monday + hours{16});
  Plan often = plan;
  often.missed = 9;
  for (Seed seed = 0; seed < 100; ++seed) {
    EXPECT_LE(advance(often, at(monday, seed), true, false).plan.at, monday + minutes{30});
  }
}

TEST(UnattendedPlan, CountsAnAttemptThatIsNeverReportedAsFailed) {
  Plan plan{.at = window().opens};
  plan.begun = window().opens + hours{1};
  EXPECT_FALSE(advance(plan, at(*plan.begun + kLease - seconds{1}), true, false).lost);
  const auto lost = advance(plan, at(*plan.begun + kLease), true, false);
  EXPECT_TRUE(lost.lost);
  EXPECT_EQ(lost.plan.failures, 1);
  EXPECT_FALSE(lost.plan.begun);
  // A clock that was set back meanwhile begins the lease anew and loses nothing.
  const auto set_back = advance(plan, at(*plan.begun - days{300}), true, false);
  EXPECT_FALSE(set_back.lost);
  EXPECT_EQ(set_back.plan.begun, *plan.begun - days{300});
}

TEST(UnattendedPlan, IsCalmUntilItFailedThreeTimesOrTheLastDays) {
  Plan plan{.at = window().opens};
  EXPECT_TRUE(is_calm(plan, window(), window().opens));
  EXPECT_TRUE(is_calm(plan, window(), window().warns - seconds{1}));
  EXPECT_FALSE(is_calm(plan, window(), window().warns));
  plan.begun = window().warns;
  EXPECT_FALSE(is_calm(plan, window(), kExpires - hours{2})) << "the warning stands although it is under way";
  plan = {.at = window().opens, .failures = 2};
  EXPECT_TRUE(is_calm(plan, window(), window().opens));
  plan = after(plan, at(window().opens), Ended::Failed, std::nullopt);
  EXPECT_FALSE(is_calm(plan, window(), window().opens));
}

TEST(UnattendedPlan, WarnsAtOnceWhenRepeatingCannotHelp) {
  const Plan plan = after({.at = window().opens}, at(window().opens), Ended::Hopeless, std::nullopt);
  EXPECT_FALSE(is_calm(plan, window(), window().opens));
}

TEST(UnattendedPlan, TakesAWaitForNoFailure) {
  const Instant now = window().opens + days{1};
  const Plan plan = after({.at = now}, at(now), Ended::Waiting, now + minutes{5});
  EXPECT_EQ(plan.failures, 0);
  EXPECT_GE(plan.at, now + minutes{5});
  EXPECT_LE(plan.at, now + minutes{7});
}

TEST(UnattendedPlan, TriesSoonerNearTheEndButNeverSoonerThanTheRaAsked) {
  const Instant now = kExpires - hours{8};
  for (Seed seed = 0; seed < 100; ++seed) {
    const Plan plan = after({.at = now, .failures = 5}, at(now, seed), Ended::Failed, std::nullopt);
    EXPECT_GE(plan.at, now + minutes{30});
    EXPECT_LE(plan.at, now + hours{3});
    EXPECT_GE(after({.at = now}, at(now, seed), Ended::Failed, now + hours{5}).at, now + hours{5});
  }
}

TEST(UnattendedPlan, WakesForWhatTimeAloneChanges) {
  Plan plan{.at = window().opens + days{5}};
  const Instant now = window().opens;
  EXPECT_EQ(wake_at(plan, window(), now, true, false), plan.at);
  EXPECT_EQ(wake_at(plan, window(), now, false, false), window().warns);
  EXPECT_EQ(wake_at(plan, window(), plan.at, true, true), window().warns);
  plan.begun = plan.at;
  EXPECT_EQ(wake_at(plan, window(), plan.at, true, false), plan.at + kLease);
  plan.failures = 3;
  plan.begun.reset();
  EXPECT_EQ(wake_at(plan, window(), plan.at, false, false), std::nullopt);
}

TEST(UnattendedRetry, BacksOffWithJitterAndCap) {
  for (std::uint64_t hash = 1; hash < 1000; ++hash) {
    const std::uint64_t drawn = draw(hash, Draw::Retry);
    EXPECT_GE(retry_delay(1, std::nullopt, drawn), hours{2});
    EXPECT_LT(retry_delay(1, std::nullopt, drawn), hours{6});
    EXPECT_GE(retry_delay(2, std::nullopt, drawn), hours{12});
    EXPECT_LE(retry_delay(1'000'000, std::nullopt, drawn), kRetryCap);
  }
  EXPECT_EQ(retry_delay(2, std::nullopt, 5), retry_delay(2, std::nullopt, 5));
  EXPECT_NE(retry_delay(2, std::nullopt, 5), retry_delay(2, std::nullopt, ~std::uint64_t{5}));
}

TEST(UnattendedRetry, NeverGoesBelowTheFloor) {
  EXPECT_EQ(retry_delay(0, std::nullopt, 1), kRetryFloor);
  for (const int asked : {-100, 0, 1, 29, 30}) {
    for (std::uint64_t hash = 0; hash < 100; ++hash) {
      EXPECT_GE(retry_delay(0, seconds{asked}, draw(hash, Draw::Retry)), kRetryFloor);
    }
  }
}

TEST(UnattendedRetry, HonoursRetryAfterAndDrawsItOut) {
  seconds shortest = days{99}, longest{0};
  for (std::uint64_t hash = 0; hash < 1000; ++hash) {
    const seconds delay = retry_delay(1, days{2}, draw(hash, Draw::Retry));
    shortest = std::min(shortest, delay);
    longest = std::max(longest, delay);
  }
  EXPECT_GE(shortest, days{2});
  EXPECT_LT(shortest, days{2} + hours{1});
  EXPECT_GT(longest, days{2} + hours{11});
  EXPECT_LE(retry_delay(1, days{4000}, 1), seconds(kLongestAsked) * 5 / 4) << "no RA can put it off for years";
}

}  // namespace
}  // namespace kigen::unattended

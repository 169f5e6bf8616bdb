// 100,000 PCs whose certificates expire on the same day, over a window of 28 days.
#include <gtest/gtest.h>

#include "tests/bench/fleet_sim.h"

namespace kigen::bench {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(Fleet, IsEvenOverTheWindow) {
  for (const std::uint64_t fleet : {1U, 2U, 3U}) {
    const auto figures = simulate({.fleet = fleet});
    EXPECT_EQ(figures.renewed, 100'000);
    EXPECT_EQ(figures.requests, 100'000);
    EXPECT_EQ(figures.warned, 0);
    EXPECT_LE(figures.peak, figures.mean * 1.5) << "in hour " << figures.peak_hour;
  }
}

TEST(Fleet, ReturnsFromAnOutageWithoutAPeak) {
  for (const int day : {0, 3, 10, 20, 24}) {
    const auto figures = simulate({.outage_begins = hours{day * 24}, .outage_lasts = hours{24}});
    EXPECT_EQ(figures.renewed, 100'000);
    EXPECT_LE(figures.peak, figures.mean * 3) << "in hour " << figures.peak_hour << ", outage on day " << day;
    EXPECT_GT(figures.requests, 103'000) << "the failed ones are counted too";
  }
}

TEST(Fleet, IsNotDrivenTogetherByTheRetryAfterOfALoadBalancer) {
  for (const int asked : {5, 120, 3600, 86'400}) {
    const auto figures =
        simulate({.outage_begins = hours{240}, .outage_lasts = hours{24}, .retry_after = seconds{asked}});
    EXPECT_EQ(figures.renewed, 100'000);
    EXPECT_LE(figures.peak, figures.mean * 3) << "Retry-After " << asked;
  }
}

// Their mean is per hour in which they are on: what they missed by night and at the weekend comes in those hours.
TEST(Fleet, OfOfficePcsMakesNoPeakOfMondayMorning) {
  const auto figures = simulate({.habit = Habit::OfficeHours});
  EXPECT_EQ(figures.late, 0);
  EXPECT_LE(figures.peak, figures.mean_on * 2) << "in hour " << figures.peak_hour;
  // Their moment fell on the last days, or on the weekend before: they are warned, and renewed all the same.
  EXPECT_LE(figures.warned, 8'000);
}

TEST(Fleet, OfPcsThatAreSeldomOnIsRenewedToo) {
  const auto figures = simulate({.pcs = 20'000, .habit = Habit::HourADay});
  EXPECT_LE(figures.late, 200) << "warned for days, these are left to their users";
  EXPECT_LE(figures.peak, figures.mean_on * 3);
}

}  // namespace
}  // namespace kigen::bench

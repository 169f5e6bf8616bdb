#include "common/platform/local_calendar.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/support/zones.h"

namespace kigen::platform {
namespace {

using namespace std::chrono;
using kigen::test::at;

local_seconds clock(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0) {
  return local_days{year{y} / month{m} / day{d}} + hours{h} + minutes{min} + seconds{s};
}

TEST(LocalCalendar, ShowsWhatAClockOnTheWallShows) {
  const auto berlin = kigen::test::berlin();
  EXPECT_EQ(berlin.local_time(at("2026-03-29T00:59:59Z")), clock(2026, 3, 29, 1, 59, 59));
  EXPECT_EQ(berlin.local_time(at("2026-03-29T01:00:00Z")), clock(2026, 3, 29, 3));
  EXPECT_EQ(berlin.local_time(at("2026-10-25T00:59:59Z")), clock(2026, 10, 25, 2, 59, 59));
  EXPECT_EQ(berlin.local_time(at("2026-10-25T01:00:00Z")), clock(2026, 10, 25, 2));
}

TEST(LocalCalendar, TakesTheFirstOfTwoAndTheJumpForASkippedTime) {
  const auto berlin = kigen::test::berlin();
  EXPECT_EQ(berlin.instant_of(clock(2026, 10, 25, 2, 30)), at("2026-10-25T00:30:00Z"));
  EXPECT_EQ(berlin.instant_of(clock(2026, 10, 25, 3)), at("2026-10-25T02:00:00Z"));
  EXPECT_EQ(berlin.instant_of(clock(2026, 3, 29, 2, 30)), at("2026-03-29T01:00:00Z"));
  EXPECT_EQ(berlin.instant_of(clock(2026, 3, 29, 1, 59, 59)), at("2026-03-29T00:59:59Z"));
  EXPECT_EQ(berlin.instant_of(clock(2026, 3, 29, 3)), at("2026-03-29T01:00:00Z"));
}

TEST(LocalCalendar, KnowsDaysOf23And25Hours) {
  const auto length = [](const LocalCalendar& calendar, int m, unsigned d) {
    const local_days date{year{2026} / m / static_cast<int>(d)};
    return calendar.start_of(date + days{1}) - calendar.start_of(date);
  };
  EXPECT_EQ(length(kigen::test::berlin(), 3, 29), hours{23});
  EXPECT_EQ(length(kigen::test::berlin(), 10, 25), hours{25});
  EXPECT_EQ(length(kigen::test::berlin(), 10, 26), hours{24});
  EXPECT_EQ(length(kigen::test::new_york(), 3, 8), hours{23});
  EXPECT_EQ(length(kigen::test::new_york(), 11, 1), hours{25});
}

TEST(LocalCalendar, BeginsADayWhoseMidnightWasSkippedAtTheJump) {
  const Instant jump = at("2026-07-01T00:00:00-03:00");
  const OffsetCalendar calendar(std::make_unique<kigen::test::JumpZone>(jump, -3h, -2h));
  EXPECT_EQ(calendar.start_of(local_days{2026y / July / 1}), jump);
  EXPECT_EQ(calendar.local_time(jump), clock(2026, 7, 1, 1));
}

TEST(LocalCalendar, BeginsTheFollowingDayWhenAWholeDayWasSkipped) {
  const Instant jump = at("2011-12-30T00:00:00-10:00");  // Samoa went over the date line
  const OffsetCalendar calendar(std::make_unique<kigen::test::JumpZone>(jump, -10h, 14h));
  EXPECT_EQ(calendar.start_of(local_days{2011y / December / 30}), jump);
  EXPECT_EQ(calendar.start_of(local_days{2011y / December / 31}), jump);
  EXPECT_EQ(calendar.date_of(jump), local_days{2011y / December / 31});
}

TEST(LocalCalendar, FindsEveryTimeAgainThatIsNotSkipped) {
  std::mt19937_64 random(5);
  const auto berlin = kigen::test::berlin();
  const std::int64_t from = to_unix(at("2026-01-01T00:00:00Z")), to = to_unix(at("2029-01-01T00:00:00Z"));
  for (int i = 0; i < 20000; ++i) {
    const Instant instant = from_unix(std::uniform_int_distribution<std::int64_t>(from, to)(random));
    const local_seconds shown = berlin.local_time(instant);
    const Instant found = berlin.instant_of(shown);
    ASSERT_EQ(berlin.local_time(found), shown);
    ASSERT_TRUE(found == instant || found == instant - 1h);  // the first of two
  }
}

TEST(LocalCalendar, KeepsItsHeadOutsideTheYearsOfTheSystem) {
  const auto calendar = system_calendar();
  for (const char* text :
       {"0000-01-01T00:00:00Z", "1600-12-31T23:59:59Z", "1601-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    const Instant instant = at(text);
    const auto offset = calendar->local_time(instant).time_since_epoch() - instant.time_since_epoch();
    EXPECT_LE(abs(offset), 16h) << text;
    EXPECT_LE(calendar->start_of(calendar->date_of(instant)), instant) << text;
  }
}

// A zone that can be changed while it is in use.
class ChangingZone final : public ZoneSource {
 public:
  explicit ChangingZone(const std::atomic<int>& offset) : offset_(offset) {}
  bool reread() override {
    const int old = std::exchange(seen_, offset_.load());
    return old != seen_;
  }
  seconds offset_at(Instant) override {
    ++asked;
    return hours{seen_};
  }
  int asked = 0;

 private:
  const std::atomic<int>& offset_;
  int seen_ = 0;
};

TEST(LocalCalendar, FollowsTheZoneAfterRefresh) {
  std::atomic<int> offset = 1;
  OffsetCalendar calendar(std::make_unique<ChangingZone>(offset));
  const Instant noon = at("2026-11-20T12:00:00Z");
  EXPECT_EQ(calendar.local_time(noon), clock(2026, 11, 20, 13));
  offset = 9;
  EXPECT_TRUE(calendar.refresh());
  EXPECT_EQ(calendar.local_time(noon), clock(2026, 11, 20, 21));
  EXPECT_FALSE(calendar.refresh());
}

TEST(LocalCalendar, AsksTheSystemOnceADay) {
  std::atomic<int> offset = 1;
  auto zone = std::make_unique<ChangingZone>(offset);
  const ChangingZone* watched = zone.get();
  const OffsetCalendar calendar(std::move(zone));
  const Instant day = at("2026-11-20T00:00:00Z");
  for (int second = 0; second < 86400; second += 7) (void)calendar.local_time(day + seconds{second});
  EXPECT_LE(watched->asked, 2);
}

TEST(LocalCalendar, ServesSeveralThreads) {
  const auto calendar = kigen::test::berlin();
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&calendar, &wrong] {
      for (int day = 0; day < 3000; ++day) {
        const Instant noon = at("2026-01-01T12:00:00Z") + days{day};
        if (calendar.date_of(noon) != local_days{floor<days>(noon).time_since_epoch()}) ++wrong;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace kigen::platform

// The system's zone database against the rules that other tests write down (tests/support/zones.h).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "common/platform/local_calendar.h"
#include "tests/support/zones.h"

namespace kigen::platform {
namespace {

using namespace std::chrono;
using kigen::test::at;

class Zone {
 public:
  explicit Zone(const char* name) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    ::setenv("TZ", name, 1);
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
  ~Zone() { old_ ? ::setenv("TZ", old_->c_str(), 1) : ::unsetenv("TZ"); }

 private:
  std::optional<std::string> old_;
};

bool has_zone_database() {
  return std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin");
}

void expect_same(const LocalCalendar& system, const LocalCalendar& rules) {
  const Instant end = at("2037-12-31T00:00:00Z");
  for (Instant hour = at("2024-01-01T00:00:00Z"); hour < end; hour += 3h) {
    ASSERT_EQ(system.local_time(hour), rules.local_time(hour)) << to_rfc3339(hour);
    ASSERT_EQ(system.local_time(hour - 1s), rules.local_time(hour - 1s)) << to_rfc3339(hour);
  }
  for (local_days date = local_days{2024y / January / 1}; date < local_days{2037y / December / 31}; date += days{1}) {
    ASSERT_EQ(system.start_of(date), rules.start_of(date));
  }
}

TEST(SystemCalendar, AgreesWithTheRulesOfBerlinNewYorkTokyoAndUtc) {
  if (!has_zone_database()) GTEST_SKIP() << "no zone database on this machine";
  {
    const Zone zone("Europe/Berlin");
    expect_same(*system_calendar(), kigen::test::berlin());
  }
  {
    const Zone zone("America/New_York");
    expect_same(*system_calendar(), kigen::test::new_york());
  }
  {
    const Zone zone("Asia/Tokyo");
    expect_same(*system_calendar(), kigen::test::tokyo());
  }
  const Zone zone("UTC");
  expect_same(*system_calendar(), kigen::test::utc());
}

TEST(SystemCalendar, KnowsRealJumpsOverMidnightAndOverADay) {
  if (!has_zone_database()) GTEST_SKIP() << "no zone database on this machine";
  {
    const Zone zone("America/St_Johns");  // until 2011 the clock went back at 00:01
    const auto calendar = system_calendar();
    EXPECT_EQ(calendar->start_of(local_days{2010y / November / 7}), at("2010-11-07T00:00:00-02:30"));
    EXPECT_EQ(calendar->date_of(at("2010-11-07T00:30:00-02:30")), local_days{2010y / November / 6});
  }
  {
    const Zone zone("America/Sao_Paulo");  // midnight was skipped
    EXPECT_EQ(system_calendar()->start_of(local_days{2018y / November / 4}), at("2018-11-04T00:00:00-03:00"));
  }
  const Zone zone("Pacific/Apia");
  EXPECT_EQ(system_calendar()->start_of(local_days{2011y / December / 30}), at("2011-12-30T00:00:00-10:00"));
}

TEST(SystemCalendar, FollowsAChangeOfTheZone) {
  if (!has_zone_database()) GTEST_SKIP() << "no zone database on this machine";
  const Instant evening = at("2026-11-20T20:00:00Z");
  const Zone berlin("Europe/Berlin");
  const auto calendar = system_calendar();
  EXPECT_EQ(calendar->date_of(evening), local_days{2026y / November / 20});
  const Zone tokyo("Asia/Tokyo");
  EXPECT_TRUE(calendar->refresh());
  EXPECT_EQ(calendar->date_of(evening), local_days{2026y / November / 21});
  EXPECT_FALSE(calendar->refresh());
}

}  // namespace
}  // namespace kigen::platform

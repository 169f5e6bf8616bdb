#include "common/text/dates.h"

#include <gtest/gtest.h>

#include "tests/support/zones.h"

namespace kigen::text {
namespace {

using kigen::test::at;
using kigen::test::berlin;
using kigen::test::tokyo;
constexpr Language kJa = Language::Japanese, kEn = Language::English;

TEST(Dates, AreSaidWithWeekdayAndYear) {
  const Instant day = at("2026-12-02T23:59:59+09:00");
  EXPECT_EQ(long_date(kJa, day, tokyo()), "2026年12月2日(水)");
  EXPECT_EQ(long_date(kEn, day, tokyo()), "Wednesday, 2 December 2026");
}

TEST(Dates, LeaveThePresentYearOut) {
  const Instant day = at("2026-12-31T23:59:59+09:00");
  EXPECT_EQ(short_date(kJa, day, at("2026-01-01T00:00:00+09:00"), tokyo()), "12月31日(木)");
  EXPECT_EQ(short_date(kEn, day, at("2026-01-01T00:00:00+09:00"), tokyo()), "Thursday, 31 December");
  // The year is the local one, of now and of the day.
  EXPECT_EQ(short_date(kEn, day, at("2025-12-31T23:59:59+09:00"), tokyo()), "Thursday, 31 December 2026");
  EXPECT_EQ(short_date(kEn, day + std::chrono::seconds{1}, day, tokyo()), "Friday, 1 January 2027");
}

TEST(Dates, FollowTheLocalCalendarOverDaylightSaving) {
  const auto calendar = berlin();
  EXPECT_EQ(long_date(kEn, at("2026-10-25T22:59:59Z"), calendar), "Sunday, 25 October 2026");
  EXPECT_EQ(long_date(kEn, at("2026-10-25T23:00:00Z"), calendar), "Monday, 26 October 2026");
  EXPECT_EQ(clock_time(at("2026-10-25T17:00:00Z"), calendar), "18:00");
  EXPECT_EQ(clock_time(at("2026-10-24T16:00:00Z"), calendar), "18:00");
}

TEST(Dates, SayWhenAsPeopleDo) {
  EXPECT_EQ(relative_days(kJa, 0), "今日");
  EXPECT_EQ(relative_days(kJa, 1), "明日");
  EXPECT_EQ(relative_days(kJa, 12), "あと12日");
  EXPECT_EQ(relative_days(kJa, -1), "昨日");
  EXPECT_EQ(relative_days(kJa, -3), "3日前");
  EXPECT_EQ(relative_days(kEn, 0), "today");
  EXPECT_EQ(relative_days(kEn, 1), "tomorrow");
  EXPECT_EQ(relative_days(kEn, 12), "in 12 days");
  EXPECT_EQ(relative_days(kEn, -1), "yesterday");
  EXPECT_EQ(relative_days(kEn, -3), "3 days ago");
  EXPECT_EQ(day_count(kEn, 1), "1 day");
  EXPECT_EQ(day_count(kEn, -2), "2 days");
  EXPECT_EQ(day_count(kEn, INT64_MIN), "9223372036854775808 days");
}

TEST(Dates, SayMomentsNearWithTodayAndTomorrow) {
  const Instant now = at("2026-11-20T10:00:00+09:00");
  const auto said = [&](Language language, const char* when) { return moment(language, at(when), now, tokyo()); };
  EXPECT_EQ(said(kJa, "2026-11-20T18:00:00+09:00"), "今日 18:00");
  EXPECT_EQ(said(kEn, "2026-11-20T18:00:00+09:00"), "today 18:00");
  EXPECT_EQ(said(kEn, "2026-11-21T09:12:00+09:00"), "tomorrow 09:12");
  EXPECT_EQ(said(kEn, "2026-11-19T00:00:00+09:00"), "yesterday 00:00");
  EXPECT_EQ(said(kEn, "2026-11-22T00:00:00+09:00"), "Sunday, 22 November 00:00");
  EXPECT_EQ(said(kJa, "2027-03-03T00:00:00+09:00"), "2027年3月3日(水) 00:00");
  EXPECT_EQ(moment_in_sentence(kEn, at("2026-11-20T18:00:00+09:00"), now, tokyo()), "today at 18:00");
  EXPECT_EQ(moment_in_sentence(kEn, at("2026-11-22T00:00:00+09:00"), now, tokyo()), "on Sunday, 22 November at 00:00");
  EXPECT_EQ(moment_in_sentence(kJa, at("2026-11-21T09:12:00+09:00"), now, tokyo()), "明日 09:12");
}

TEST(Dates, ReadTheLastDayOfTheCalendar) {
  EXPECT_EQ(long_date(kEn, at("9999-12-31T23:59:59Z"), tokyo()), "Saturday, 1 January 10000");
  EXPECT_EQ(long_date(kJa, at("0000-02-29T00:00:00Z"), kigen::test::utc()), "0年2月29日(火)");
}

}  // namespace
}  // namespace kigen::text

#include "common/text/dates.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace kigen::text {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kWeekdaysJa{"日", "月", "火", "水", "木", "金", "土"};
constexpr std::array<std::string_view, 7> kWeekdaysEn{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonthsEn{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

struct Day {
  int year = 0;
  unsigned month = 1, day = 1, weekday = 0;
};

Day day_of(Instant instant, const LocalCalendar& calendar) {
  const local_days date = calendar.date_of(instant);
  const year_month_day parts{date};
  return {static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()),
          weekday{date}.c_encoding()};
}

std::string without_year(Language language, const Day& day) {
  if (language == Language::Japanese) {
    return fmt::format("{}月{}日({})", day.month, day.day, kWeekdaysJa.at(day.weekday));
  }
  return fmt::format("{}, {} {}", kWeekdaysEn.at(day.weekday), day.day, kMonthsEn.at(day.month - 1));
}

std::string with_year(Language language, const Day& day) {
  const std::string rest = without_year(language, day);
  return language == Language::Japanese ? fmt::format("{}年{}", day.year, rest) : fmt::format("{} {}", rest, day.year);
}

}  // namespace

std::string long_date(Language language, Instant instant, const LocalCalendar& calendar) {
  return with_year(language, day_of(instant, calendar));
}

std::string short_date(Language language, Instant instant, Instant now, const LocalCalendar& calendar) {
  const Day day = day_of(instant, calendar);
  const bool this_year = day.year == day_of(now, calendar).year;
  return this_year ? without_year(language, day) : with_year(language, day);
}

std::string clock_time(Instant instant, const LocalCalendar& calendar) {
  const local_seconds local = calendar.local_time(instant);
  const hh_mm_ss time{local - floor<days>(local)};
  return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
}

std::string relative_days(Language language, std::int64_t days) {
  const bool japanese = language == Language::Japanese;
  if (days == 0) return japanese ? "今日" : "today";
  if (days == 1) return japanese ? "明日" : "tomorrow";
  if (days == -1) return japanese ? "昨日" : "yesterday";
  const std::string count = day_count(language, days);
  if (days > 0) return japanese ? "あと" + count : "in " + count;
  return japanese ? count + "前" : count + " ago";
}

std::string day_count(Language language, std::int64_t days) {
  const std::uint64_t count =
      days < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(days) : static_cast<std::uint64_t>(days);
  if (language == Language::Japanese) return fmt::format("{}日", count);
  return count == 1 ? "1 day" : fmt::format("{} days", count);
}

std::string moment(Language language, Instant instant, Instant now, const LocalCalendar& calendar) {
  const std::int64_t days = days_between(calendar, now, instant);
  const bool near = days >= -1 && days <= 1;
  const std::string day = near ? relative_days(language, days) : short_date(language, instant, now, calendar);
  return day + " " + clock_time(instant, calendar);
}

std::string moment_in_sentence(Language language, Instant instant, Instant now, const LocalCalendar& calendar) {
  if (language == Language::Japanese) return moment(language, instant, now, calendar);
  const std::int64_t days = days_between(calendar, now, instant);
  const bool near = days >= -1 && days <= 1;
  const std::string day = near ? relative_days(language, days) : "on " + short_date(language, instant, now, calendar);
  return day + " at " + clock_time(instant, calendar);
}

}  // namespace kigen::text

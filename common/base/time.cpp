#include "common/base/time.h"

#include <fmt/format.h>

#include <algorithm>

namespace kigen {
namespace {

using namespace std::chrono;

constexpr Instant kFirst{sys_days{year{0} / January / 1}};
constexpr Instant kLast{sys_days{year{9999} / December / 31} + hours{23} + minutes{59} + seconds{59}};

// Exactly `width` digits from `at` on.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<seconds> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return seconds{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto h = digits(text, 1, 2);
  const auto m = digits(text, 4, 2);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  const seconds offset = hours{*h} + minutes{*m};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const Instant bounded = std::clamp(instant, kFirst, kLast);
  const auto day = floor<days>(bounded);
  const year_month_day date{day};
  const hh_mm_ss time{bounded - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::optional<Instant> from_rfc3339(std::string_view text) {
  const auto y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
  const auto h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
  if (!y || !mo || !d || !h || !mi || !s) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  }
  const auto offset = parse_offset(text.substr(at));
  if (!offset) return std::nullopt;
  return Instant{sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s}} - *offset;
}

std::int64_t days_between(const LocalCalendar& calendar, Instant from, Instant to) {
  return (calendar.date_of(to) - calendar.date_of(from)).count();
}

local_seconds FixedOffsetCalendar::local_time(Instant instant) const {
  return local_seconds{(instant + offset_).time_since_epoch()};
}

Instant FixedOffsetCalendar::instant_of(local_seconds time) const {
  return Instant{time.time_since_epoch()} - offset_;
}

}  // namespace kigen

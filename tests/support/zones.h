// Time zones for tests that are the same on every machine: rules written down here, compared with the system's
// elsewhere.
#pragma once

#include <chrono>
#include <memory>

#include "common/platform/local_calendar.h"

namespace kigen::test {

using namespace std::chrono_literals;

/// A zone with daylight saving of one hour between two instants of each year.
class SummerTimeZone : public platform::ZoneSource {
 public:
  explicit SummerTimeZone(std::chrono::seconds standard) : standard_(standard) {}
  bool reread() override { return false; }
  std::chrono::seconds offset_at(Instant instant) override {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(instant)};
    const bool summer = instant >= begin(date.year()) && instant < end(date.year());
    return summer ? standard_ + 1h : standard_;
  }

 protected:
  [[nodiscard]] virtual Instant begin(std::chrono::year year) const = 0;
  [[nodiscard]] virtual Instant end(std::chrono::year year) const = 0;
  std::chrono::seconds standard_;
};

/// The European Union's rule since 1996: last Sundays of March and October, 01:00 UTC.
class BerlinZone final : public SummerTimeZone {
 public:
  BerlinZone() : SummerTimeZone(1h) {}

 private:
  [[nodiscard]] Instant begin(std::chrono::year year) const override {
    return std::chrono::sys_days{year / std::chrono::March / std::chrono::Sunday[std::chrono::last]} + 1h;
  }
  [[nodiscard]] Instant end(std::chrono::year year) const override {
    return std::chrono::sys_days{year / std::chrono::October / std::chrono::Sunday[std::chrono::last]} + 1h;
  }
};

/// The United States' rule since 2007: second Sunday of March, first of November, 02:00 local time.
class NewYorkZone final : public SummerTimeZone {
 public:
  NewYorkZone() : SummerTimeZone(-5h) {}

 private:
  [[nodiscard]] Instant begin(std::chrono::year year) const override {
    return std::chrono::sys_days{year / std::chrono::March / std::chrono::Sunday[2]} + 7h;
  }
  [[nodiscard]] Instant end(std::chrono::year year) const override {
    return std::chrono::sys_days{year / std::chrono::November / std::chrono::Sunday[1]} + 6h;
  }
};

/// One jump of the clock, such as over midnight or over a whole day.
class JumpZone final : public platform::ZoneSource {
 public:
  JumpZone(Instant at, std::chrono::seconds before, std::chrono::seconds after)
      : at_(at), before_(before), after_(after) {}
  bool reread() override { return false; }
  std::chrono::seconds offset_at(Instant instant) override { return instant < at_ ? before_ : after_; }

 private:
  Instant at_;
  std::chrono::seconds before_, after_;
};

inline platform::OffsetCalendar berlin() {
  return platform::OffsetCalendar(std::make_unique<BerlinZone>());
}
inline platform::OffsetCalendar new_york() {
  return platform::OffsetCalendar(std::make_unique<NewYorkZone>());
}
inline FixedOffsetCalendar tokyo() {
  return FixedOffsetCalendar(9h);
}
inline FixedOffsetCalendar utc() {
  return FixedOffsetCalendar(0h);
}

/// RFC 3339, known to be right.
inline Instant at(const char* rfc3339) {
  return from_rfc3339(rfc3339).value();
}

/// When the tests of checks take place.
inline const Instant kNow = at("2026-11-20T10:00:00Z");

}  // namespace kigen::test

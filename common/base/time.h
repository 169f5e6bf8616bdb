// Instants are UTC seconds; calendar questions go through a LocalCalendar, and "now" is always passed in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kigen {

using Instant = std::chrono::sys_seconds;

[[nodiscard]] constexpr Instant from_unix(std::int64_t seconds) noexcept {
  return Instant{std::chrono::seconds{seconds}};
}
[[nodiscard]] constexpr std::int64_t to_unix(Instant instant) noexcept {
  return instant.time_since_epoch().count();
}

/// RFC 3339 in UTC: "2026-12-02T14:59:59Z". Years outside 0000 to 9999 are clamped to them.
[[nodiscard]] std::string to_rfc3339(Instant instant);
/// Reads RFC 3339 with "Z" or a numeric offset; nothing when it is not one.
[[nodiscard]] std::optional<Instant> from_rfc3339(std::string_view text);

/// The wall clock. The only place from which "now" may come.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The user's calendar: time zone and daylight saving of the machine. Dates follow from the two conversions.
class LocalCalendar {
 public:
  virtual ~LocalCalendar() = default;
  /// What a clock on the wall shows at `instant`.
  [[nodiscard]] virtual std::chrono::local_seconds local_time(Instant instant) const = 0;
  /// The first instant at which that clock shows `time`; for a time that daylight saving skips, the instant of the
  /// jump.
  [[nodiscard]] virtual Instant instant_of(std::chrono::local_seconds time) const = 0;

  /// The local date on which `instant` falls.
  [[nodiscard]] std::chrono::local_days date_of(Instant instant) const {
    return std::chrono::floor<std::chrono::days>(local_time(instant));
  }
  /// The first instant of the local date `day`.
  [[nodiscard]] Instant start_of(std::chrono::local_days day) const { return instant_of(day); }
};

/// Local dates between the two instants: 0 is "today", 1 "tomorrow", -1 "yesterday".
[[nodiscard]] std::int64_t days_between(const LocalCalendar& calendar, Instant from, Instant to);

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

/// A calendar of a fixed offset from UTC, for tests and for zones that have no daylight saving.
class FixedOffsetCalendar final : public LocalCalendar {
 public:
  explicit FixedOffsetCalendar(std::chrono::seconds offset) : offset_(offset) {}
  [[nodiscard]] std::chrono::local_seconds local_time(Instant instant) const override;
  [[nodiscard]] Instant instant_of(std::chrono::local_seconds time) const override;

 private:
  std::chrono::seconds offset_;
};

}  // namespace kigen

// The machine's calendar: its time zone with all its rules, through the system (win32/ and posix/).
//
// OffsetCalendar holds the arithmetic; a system only says how far local time is from UTC at an instant. Any thread. The
// system is asked at most once per UTC day on which the offset is constant, so that an inventory of 100,000 is cheap.
// A changed zone is noticed within a second of time passed; refresh() at once (the service calls it on a time change).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "common/base/time.h"

namespace kigen::platform {

/// How a system tells its time zone. Called under the calendar's lock only.
class ZoneSource {
 public:
  virtual ~ZoneSource() = default;
  /// Reads the zone again; true when it is another one than before. Cheap: called once a second when in use.
  virtual bool reread() = 0;
  /// Local time minus UTC at `instant`, which lies in the years 1601 to 9999.
  [[nodiscard]] virtual std::chrono::seconds offset_at(Instant instant) = 0;
};

class OffsetCalendar final : public LocalCalendar {
 public:
  explicit OffsetCalendar(std::unique_ptr<ZoneSource> source);

  [[nodiscard]] std::chrono::local_seconds local_time(Instant instant) const override;
  [[nodiscard]] Instant instant_of(std::chrono::local_seconds time) const override;
  /// Reads the zone again now; true when it changed.
  bool refresh();

 private:
  std::chrono::seconds offset_at(Instant instant) const;
  bool refresh_locked() const;

  mutable std::mutex mutex_;
  std::unique_ptr<ZoneSource> source_;
  mutable std::chrono::steady_clock::time_point read_at_;
  /// UTC day → the offset that holds all day; nothing on a day on which it changes.
  mutable std::unordered_map<std::int64_t, std::optional<std::chrono::seconds>> days_;
};

/// The zone that the machine is set to now.
[[nodiscard]] std::unique_ptr<OffsetCalendar> system_calendar();

}  // namespace kigen::platform

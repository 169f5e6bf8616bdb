// One time zone of Windows with the rules of every year, as the registry keeps them.
// Not thread-safe by itself; OffsetCalendar locks around it.
#pragma once

#include <windows.h>

#include <map>

#include "common/platform/local_calendar.h"

namespace kigen::platform::win32 {

class ZoneRules {
 public:
  explicit ZoneRules(const DYNAMIC_TIME_ZONE_INFORMATION& zone) : zone_(zone) {}
  /// Local time minus UTC at `instant` (years 1601 to 9999), by the rules of that year.
  [[nodiscard]] std::chrono::seconds offset_at(Instant instant);

 private:
  const TIME_ZONE_INFORMATION& rules_of(int year);

  DYNAMIC_TIME_ZONE_INFORMATION zone_;
  std::map<int, TIME_ZONE_INFORMATION> years_;  ///< each read from the registry once
};

}  // namespace kigen::platform::win32

// One time zone of Windows with the rules of every year, as the registry keeps them.
// Not thread-safe by itself; OffsetCalendar locks around it.
#pragma once

#include <windows.h>

#include "common/platform/local_calendar.h"

namespace kigen::platform::win32 {

/// The offset of `zone` at `instant` (years 1601 to 9999), by the rules of that year.
[[nodiscard]] std::chrono::seconds offset_in(const DYNAMIC_TIME_ZONE_INFORMATION& zone, Instant instant);

}  // namespace kigen::platform::win32

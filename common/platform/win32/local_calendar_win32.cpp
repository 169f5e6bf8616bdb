#include <algorithm>
#include <cstring>

#include "common/platform/win32/zone.h"

namespace kigen::platform {
namespace win32 {
namespace {

using namespace std::chrono;

// FILETIME counts 100 ns since 1601-01-01.
constexpr std::int64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kUnixEpochInTicks = 116'444'736'000'000'000;

SYSTEMTIME to_system_time(Instant instant) {
  const auto ticks = static_cast<std::uint64_t>(to_unix(instant) * kTicksPerSecond + kUnixEpochInTicks);
  const FILETIME file{static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
  SYSTEMTIME time{};
  ::FileTimeToSystemTime(&file, &time);
  return time;
}

Instant from_system_time(const SYSTEMTIME& time) {
  const year_month_day date{year{time.wYear}, month{time.wMonth}, day{time.wDay}};
  return Instant{sys_days{date} + hours{time.wHour} + minutes{time.wMinute} + seconds{time.wSecond}};
}

// What holds in one year. A zone without a key in the registry, or with daylight saving switched off, has one rule.
TIME_ZONE_INFORMATION read_rules(const DYNAMIC_TIME_ZONE_INFORMATION& zone, int in_year) {
  TIME_ZONE_INFORMATION rules{};
  DYNAMIC_TIME_ZONE_INFORMATION copy = zone;
  if (zone.TimeZoneKeyName[0] == L'\0' ||
      ::GetTimeZoneInformationForYear(static_cast<USHORT>(in_year), &copy, &rules) == 0) {
    rules.Bias = zone.Bias;
    rules.StandardDate = zone.StandardDate;
    rules.StandardBias = zone.StandardBias;
    rules.DaylightDate = zone.DaylightDate;
    rules.DaylightBias = zone.DaylightBias;
  }
  if (zone.DynamicDaylightTimeDisabled != 0) {
    rules.StandardDate.wMonth = 0;
    rules.DaylightDate.wMonth = 0;
  }
  return rules;
}

}  // namespace

const TIME_ZONE_INFORMATION& ZoneRules::rules_of(int year) {
  constexpr std::size_t kMostYearsKept = 100;
  const auto known = years_.find(year);
  if (known != years_.end()) return known->second;
  if (years_.size() >= kMostYearsKept) years_.clear();
  return years_.emplace(year, read_rules(zone_, year)).first->second;
}

seconds ZoneRules::offset_at(Instant instant) {
  const year_month_day standard_date{floor<days>(instant - minutes{zone_.Bias})};
  const TIME_ZONE_INFORMATION& rules = rules_of(std::clamp(static_cast<int>(standard_date.year()), 1601, 9999));
  const SYSTEMTIME utc = to_system_time(instant);
  SYSTEMTIME local{};
  if (::SystemTimeToTzSpecificLocalTime(&rules, &utc, &local) == 0) return -minutes{rules.Bias};
  return from_system_time(local) - instant;
}

namespace {

bool same(const SYSTEMTIME& a, const SYSTEMTIME& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

// By member: the structure ends in padding. What the zone is called does not matter to it.
bool same(const DYNAMIC_TIME_ZONE_INFORMATION& a, const DYNAMIC_TIME_ZONE_INFORMATION& b) {
  return a.Bias == b.Bias && a.StandardBias == b.StandardBias && a.DaylightBias == b.DaylightBias &&
         same(a.StandardDate, b.StandardDate) && same(a.DaylightDate, b.DaylightDate) &&
         std::ranges::equal(a.TimeZoneKeyName, b.TimeZoneKeyName) &&
         a.DynamicDaylightTimeDisabled == b.DynamicDaylightTimeDisabled;
}

class WindowsZone final : public ZoneSource {
 public:
  bool reread() override {
    DYNAMIC_TIME_ZONE_INFORMATION now{};
    if (::GetDynamicTimeZoneInformation(&now) == TIME_ZONE_ID_INVALID) return false;
    if (same(now, zone_)) return false;
    zone_ = now;
    rules_ = ZoneRules(now);
    return true;
  }

  seconds offset_at(Instant instant) override { return rules_.offset_at(instant); }

 private:
  DYNAMIC_TIME_ZONE_INFORMATION zone_{};
  ZoneRules rules_{zone_};
};

}  // namespace
}  // namespace win32

std::unique_ptr<OffsetCalendar> system_calendar() {
  return std::make_unique<OffsetCalendar>(std::make_unique<win32::WindowsZone>());
}

}  // namespace kigen::platform

// The zones of Windows against the rules that other tests write down (tests/support/zones.h).
#include <gtest/gtest.h>

#include <cwchar>
#include <optional>
#include <string>

#include "common/platform/win32/zone.h"
#include "tests/support/zones.h"

namespace kigen::platform {
namespace {

using namespace std::chrono;
using kigen::test::at;

// A zone of the registry by its key, as GetDynamicTimeZoneInformation would give it.
std::optional<DYNAMIC_TIME_ZONE_INFORMATION> registry_zone(const std::wstring& key) {
  struct Rules {  // REG_TZI_FORMAT
    LONG bias, standard_bias, daylight_bias;
    SYSTEMTIME standard, daylight;
  } rules{};
  DWORD size = sizeof rules;
  const std::wstring path = L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Time Zones\\" + key;
  if (::RegGetValueW(HKEY_LOCAL_MACHINE, path.c_str(), L"TZI", RRF_RT_REG_BINARY, nullptr, &rules, &size) !=
      ERROR_SUCCESS) {
    return std::nullopt;
  }
  DYNAMIC_TIME_ZONE_INFORMATION zone{};
  zone.Bias = rules.bias;
  zone.StandardBias = rules.standard_bias;
  zone.DaylightBias = rules.daylight_bias;
  zone.StandardDate = rules.standard;
  zone.DaylightDate = rules.daylight;
  std::wcsncpy(zone.TimeZoneKeyName, key.c_str(), std::size(zone.TimeZoneKeyName) - 1);
  return zone;
}

seconds offset_in(const DYNAMIC_TIME_ZONE_INFORMATION& zone, Instant instant) {
  return win32::ZoneRules(zone).offset_at(instant);
}

class FixedZone final : public ZoneSource {
 public:
  explicit FixedZone(const DYNAMIC_TIME_ZONE_INFORMATION& zone) : rules_(zone) {}
  bool reread() override { return false; }
  seconds offset_at(Instant instant) override { return rules_.offset_at(instant); }

 private:
  win32::ZoneRules rules_;
};

void expect_same(const std::wstring& key, const LocalCalendar& rules) {
  const auto zone = registry_zone(key);
  ASSERT_TRUE(zone) << "the registry has no such zone";
  const OffsetCalendar system(std::make_unique<FixedZone>(*zone));
  const Instant end = at("2030-01-01T00:00:00Z");
  for (Instant hour = at("2025-01-01T00:00:00Z"); hour < end; hour += 3h) {
    ASSERT_EQ(system.local_time(hour), rules.local_time(hour)) << to_rfc3339(hour);
  }
  for (local_days date = local_days{2025y / January / 1}; date < local_days{2030y / January / 1}; date += days{1}) {
    ASSERT_EQ(system.start_of(date), rules.start_of(date));
  }
}

TEST(WindowsZone, AgreesWithTheRulesOfBerlinNewYorkAndTokyo) {
  expect_same(L"W. Europe Standard Time", kigen::test::berlin());
  expect_same(L"Eastern Standard Time", kigen::test::new_york());
  expect_same(L"Tokyo Standard Time", kigen::test::tokyo());
}

TEST(WindowsZone, UsesTheRulesOfTheYearInQuestion) {
  const auto zone = registry_zone(L"Eastern Standard Time");
  ASSERT_TRUE(zone);
  // Until 2006 daylight saving began on the first Sunday of April.
  EXPECT_EQ(offset_in(*zone, at("2006-03-20T12:00:00Z")), -5h);
  EXPECT_EQ(offset_in(*zone, at("2007-03-20T12:00:00Z")), -4h);
}

TEST(WindowsZone, HasNoDaylightSavingWhenTheUserSwitchedItOff) {
  auto zone = registry_zone(L"W. Europe Standard Time");
  ASSERT_TRUE(zone);
  EXPECT_EQ(offset_in(*zone, at("2026-07-01T12:00:00Z")), 2h);
  zone->DynamicDaylightTimeDisabled = 1;
  EXPECT_EQ(offset_in(*zone, at("2026-07-01T12:00:00Z")), 1h);
}

TEST(WindowsZone, ServesTheFirstAndTheLastYear) {
  const auto zone = registry_zone(L"Tokyo Standard Time");
  ASSERT_TRUE(zone);
  EXPECT_EQ(offset_in(*zone, at("1601-01-02T00:00:00Z")), 9h);
  EXPECT_EQ(offset_in(*zone, at("9999-12-31T00:00:00Z")), 9h);
}

}  // namespace
}  // namespace kigen::platform

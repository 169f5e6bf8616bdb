// Retry-After and HTTP dates. Beyond memory safety: what is waited stays in its bounds, and a date that was read is
// read the same from its preferred form.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "common/est/client.h"
#include "common/est/retry_after.h"

namespace {

using namespace kigen;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string to_fixed_date(Instant instant) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t seconds = 0;
  if (size < sizeof seconds) return 0;
  std::memcpy(&seconds, data, sizeof seconds);
  const Instant now = from_unix(seconds);
  const void* octets = data + sizeof seconds;
  const std::string_view text(static_cast<const char*>(octets), size - sizeof seconds);
  const auto wait = est::read_retry_after(text, now);
  require(wait >= est::kMinRetry && wait <= est::kMaxRetry);
  if (const auto date = est::parse_http_date(text, now))
    require(est::parse_http_date(to_fixed_date(*date), now) == date);
  return 0;
}

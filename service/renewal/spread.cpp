#include "service/renewal/spread.h"

#include <algorithm>

namespace kigen::unattended {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kMakeUpAtFirst = hours{16};
constexpr seconds kMakeUpAtLeast = minutes{30};

// The finaliser of splitmix64 (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

// Until expiry, and of an expired one until its grace ends.
seconds time_left(const Window& window, Instant now) noexcept {
  const Instant end = now <= window.expires ? window.expires : window.ends;
  return std::max(seconds{0}, end - now);
}

}  // namespace

std::uint64_t draw(Seed seed, Draw what, std::uint64_t number) noexcept {
  return mix(mix(seed ^ mix(static_cast<std::uint64_t>(what))) ^ number);
}

double fraction(std::uint64_t drawn) noexcept {
  return static_cast<double>(drawn >> 11U) * 0x1.0p-53;
}

Instant moment_within(Instant from, Instant to, std::uint64_t drawn) noexcept {
  if (to <= from) return from;
  return from + seconds{static_cast<seconds::rep>(fraction(drawn) * static_cast<double>((to - from).count()))};
}

Window window_of(const check::Facts& facts, const LocalCalendar& calendar) {
  Window window;
  window.expires = facts.not_after;
  window.ends = std::max(facts.not_after, check::grace_ends(facts, calendar));
  const Instant half = facts.not_before + (facts.not_after - facts.not_before) / 2;
  window.opens = std::min(std::max(check::window_opens(facts, calendar), half), facts.not_after);
  const Instant last_days = calendar.start_of(calendar.date_of(facts.not_after) - days{kLastDays});
  window.warns = std::max(last_days, window.opens + (window.expires - window.opens) / 2);
  return window;
}

Instant first_moment(const Window& window, Seed seed) noexcept {
  return moment_within(window.opens, window.warns, draw(seed, Draw::First));
}

Instant joining_moment(const Window& window, Seed seed, Instant now) noexcept {
  const Instant until = std::max(window.warns, now + std::max(kMakeUpAtLeast, time_left(window, now) / 10));
  return moment_within(now, until, draw(seed, Draw::Joined));
}

Instant made_up_moment(const Window& window, Seed seed, Instant now, int missed) noexcept {
  seconds length = kMakeUpAtFirst;
  for (int i = 1; i < missed && length > kMakeUpAtLeast; ++i) length /= 2;
  length = std::max(kMakeUpAtLeast, std::min(length, time_left(window, now) / 10));
  return moment_within(now, now + length, draw(seed, Draw::Missed, static_cast<std::uint64_t>(to_unix(now))));
}

}  // namespace kigen::unattended

#include "service/check/status.h"

#include <algorithm>
#include <array>

#include "service/check/warnings.h"

namespace kigen::check {
namespace {

using namespace std::chrono;

struct Word {
  CertificateStatus status;
  std::string_view text;
};
constexpr std::array kWords{
    Word{CertificateStatus::Valid, "valid"},
    Word{CertificateStatus::Due, "due"},
    Word{CertificateStatus::Expired, "expired"},
    Word{CertificateStatus::Lapsed, "lapsed"},
    Word{CertificateStatus::NotYetValid, "not_yet_valid"},
    Word{CertificateStatus::Superseded, "superseded"},
    Word{CertificateStatus::Gone, "gone"},
};

// What RFC 5280 can write; a damaged database could hold anything, and a calendar must not overflow.
constexpr Instant kFirst{sys_days{year{0} / January / 1}};
constexpr Instant kLast{sys_days{year{9999} / December / 31} + hours{23} + minutes{59} + seconds{59}};
constexpr int kMostDays = 4000;

Instant bounded(Instant instant) {
  return std::clamp(instant, kFirst, kLast);
}
days bounded_days(int count) {
  return days{std::clamp(count, 0, kMostDays)};
}

Instant end_of(local_days day, const LocalCalendar& calendar) {
  return calendar.start_of(day + days{1}) - seconds{1};
}

}  // namespace

std::string_view to_string(CertificateStatus status) noexcept {
  for (const Word& word : kWords) {
    if (word.status == status) return word.text;
  }
  return "";
}

std::optional<CertificateStatus> status_from_string(std::string_view text) noexcept {
  for (const Word& word : kWords) {
    if (word.text == text) return word.status;
  }
  return std::nullopt;
}

Instant window_opens(const Facts& facts, const LocalCalendar& calendar) {
  return calendar.start_of(calendar.date_of(bounded(facts.not_after)) - bounded_days(facts.days_before));
}

Instant grace_ends(const Facts& facts, const LocalCalendar& calendar) {
  const Instant expiry = bounded(facts.not_after);
  const days grace = bounded_days(facts.has_profile ? facts.grace_days : kGraceWithoutProfile);
  if (grace == days{0}) return expiry;
  return std::max(expiry, end_of(calendar.date_of(expiry) + grace, calendar));
}

CertificateStatus status_of(const Facts& facts, Instant now, const LocalCalendar& calendar) {
  if (facts.gone) return CertificateStatus::Gone;
  if (facts.superseded) return CertificateStatus::Superseded;
  now = bounded(now);
  if (now < bounded(facts.not_before)) return CertificateStatus::NotYetValid;
  if (now <= bounded(facts.not_after)) {
    return now < window_opens(facts, calendar) ? CertificateStatus::Valid : CertificateStatus::Due;
  }
  return now <= grace_ends(facts, calendar) ? CertificateStatus::Expired : CertificateStatus::Lapsed;
}

std::int64_t days_left(const Facts& facts, Instant now, const LocalCalendar& calendar) {
  return days_between(calendar, bounded(now), bounded(facts.not_after));
}

bool renewable(const Facts& facts, Instant now, const LocalCalendar& calendar) {
  if (!facts.has_profile) return false;
  const CertificateStatus status = status_of(facts, now, calendar);
  return status == CertificateStatus::Due || status == CertificateStatus::Expired;
}

std::optional<Instant> renewable_until(const Facts& facts, const LocalCalendar& calendar) {
  if (!facts.has_profile || facts.superseded || facts.gone) return std::nullopt;
  return grace_ends(facts, calendar);
}

std::optional<Transition> next_transition(const Facts& facts, Instant now, const LocalCalendar& calendar) {
  if (facts.gone || facts.superseded) return std::nullopt;
  const CertificateStatus present = status_of(facts, now, calendar);
  std::array moments{bounded(facts.not_before), window_opens(facts, calendar), bounded(facts.not_after) + seconds{1},
                     grace_ends(facts, calendar) + seconds{1}};
  std::ranges::sort(moments);
  for (const Instant at : moments) {
    if (at <= now) continue;
    const CertificateStatus then = status_of(facts, at, calendar);
    if (then != present) return Transition{then, at};
  }
  return std::nullopt;
}

ExpiryRange attention_range(int most_days_before, int most_grace_days, Instant now, const LocalCalendar& calendar) {
  now = bounded(now);
  // The latest date that has begun: where clocks go back over midnight that can be later than the date of `now`.
  local_days begun = calendar.date_of(now);
  if (calendar.start_of(begun + days{1}) <= now) begun += days{1};

  const days back = bounded_days(std::max(most_grace_days, kGraceWithoutProfile)) + days{kLapsedAttentionDays};
  const local_days last = begun + bounded_days(most_days_before);
  Instant end = calendar.start_of(last + days{1});
  if (calendar.date_of(end + minutes{30}) <= last) end += hours{2};  // the same: the old date comes once more
  return {calendar.start_of(begun - back), end - seconds{1}};
}

}  // namespace kigen::check

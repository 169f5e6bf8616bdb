#include "service/check/warnings.h"

#include <algorithm>
#include <utility>

namespace kigen::check {
namespace {

using namespace std::chrono;

bool for_good(const Quiet& quiet) {
  return quiet.quiet_until >= kForGood;
}

// A stored value may be damaged: never negative, never longer than any quiet can be.
seconds length_of(const Quiet& quiet) {
  if (quiet.quiet_until <= quiet.set_at) return seconds{0};
  if (quiet.set_at < quiet.quiet_until - kLongestQuiet) return kLongestQuiet;
  return quiet.quiet_until - quiet.set_at;
}

// One stretch of quiet: from `begin` for the quiet's length, or until the certificate expires or lapses. Becoming due
// is no news: whoever set the quiet knew it, and only another time zone or profile lets the window open a little later.
Instant stretch_end(const Facts& facts, Instant begin, seconds length, const LocalCalendar& calendar) {
  const Instant end = begin + length;
  for (auto change = next_transition(facts, begin, calendar); change && change->at < end;
       change = next_transition(facts, change->at, calendar)) {
    const bool news = change->status == CertificateStatus::Expired || change->status == CertificateStatus::Lapsed;
    if (news) return change->at;
  }
  return end;
}

// Set back by less than the quiet's length, both stretches join: whether the clock then ran or was set forward into the
// first one cannot be told, and setting it to and fro must repeat nothing.
Instant quiet_end(const Facts& facts, const Quiet& quiet, Instant now, const LocalCalendar& calendar) {
  const seconds length = length_of(quiet);
  if (now < quiet.set_at) {
    const Instant end = stretch_end(facts, *quiet.anchor, length, calendar);
    if (end <= quiet.set_at) return end;
  }
  return stretch_end(facts, quiet.set_at, length, calendar);
}

Standing stands_now(bool had_quiet) {
  return {.stands = true, .quiet = std::nullopt, .changed = had_quiet};
}

Standing decide_for_good(const Subject& subject, const Quiet& quiet, Instant now, const LocalCalendar& calendar) {
  if (status_of(subject.facts, now, calendar) != CertificateStatus::Lapsed) return stands_now(true);
  return {.stands = false, .quiet = quiet, .changed = false, .returns_at = std::nullopt};
}

// The clock was set back before the quiet began: the second stretch begins when that is first seen.
bool anchor_if_set_back(std::optional<Quiet>& quiet, Instant now) {
  if (!quiet || for_good(*quiet) || now >= quiet->set_at) return false;
  if (quiet->anchor && *quiet->anchor <= now) return false;
  quiet->anchor = now;
  return true;
}

}  // namespace

std::string_view to_string(QuietKind kind) noexcept {
  return kind == QuietKind::Closed ? "closed" : "snoozed";
}

std::optional<QuietKind> quiet_kind_from_string(std::string_view text) noexcept {
  if (text == "closed") return QuietKind::Closed;
  if (text == "snoozed") return QuietKind::Snoozed;
  return std::nullopt;
}

std::optional<Snooze> snooze_from_string(std::string_view text) noexcept {
  if (text == "1h") return Snooze::OneHour;
  if (text == "tomorrow") return Snooze::Tomorrow;
  if (text == "next_check") return Snooze::NextCheck;
  return std::nullopt;
}

bool wants_attention(const Subject& subject, Instant now, const LocalCalendar& calendar) {
  if (!subject.actionable) return false;
  switch (status_of(subject.facts, now, calendar)) {
    case CertificateStatus::Due:
    case CertificateStatus::Expired:
      return true;
    case CertificateStatus::Lapsed: {
      const Instant lapsed = grace_ends(subject.facts, calendar) + seconds{1};
      return now < calendar.start_of(calendar.date_of(lapsed) + days{kLapsedAttentionDays});
    }
    default:
      return false;
  }
}

Quiet close_warning(const Facts& facts, Instant now, Instant next_check, const LocalCalendar& calendar) {
  // A check that is overdue runs at once and moves the deadline; until the caller knows the new one, an hour.
  if (next_check <= now) next_check = now + hours{1};
  Quiet quiet{.set_at = now, .quiet_until = next_check, .kind = QuietKind::Closed, .anchor = std::nullopt};
  const bool lapsed = status_of(facts, now, calendar) == CertificateStatus::Lapsed;
  quiet.quiet_until = lapsed ? kForGood : now + length_of(quiet);
  return quiet;
}

Quiet snooze_warning(Snooze until, const Facts& facts, Instant now, Instant next_check, const LocalCalendar& calendar) {
  Quiet quiet{.set_at = now, .quiet_until = now + hours{1}, .kind = QuietKind::Snoozed, .anchor = std::nullopt};
  switch (until) {
    case Snooze::OneHour:
      break;
    case Snooze::Tomorrow:
      quiet.quiet_until = calendar.instant_of(calendar.date_of(now) + days{1} + hours{9});
      break;
    case Snooze::NextCheck:
      return close_warning(facts, now, next_check, calendar);
  }
  return quiet;
}

Quiet with_earlier_check(const Quiet& quiet, Instant next_check) {
  Quiet earlier = quiet;
  const bool applies = quiet.kind == QuietKind::Closed && !for_good(quiet) && next_check >= quiet.set_at;
  if (applies) earlier.quiet_until = std::min(quiet.quiet_until, next_check);
  return earlier;
}

bool ends_on_demand(const Quiet& quiet) noexcept {
  return quiet.kind == QuietKind::Closed && !for_good(quiet);
}

Standing standing(const Subject& subject, const std::optional<Quiet>& stored, Instant now,
                  const LocalCalendar& calendar) {
  std::optional<Quiet> quiet = stored;
  const bool anchored = anchor_if_set_back(quiet, now);
  if (!wants_attention(subject, now, calendar)) return {.stands = false, .quiet = quiet, .changed = anchored};
  if (!quiet) return stands_now(false);
  if (for_good(*quiet)) return decide_for_good(subject, *quiet, now, calendar);
  const Instant end = quiet_end(subject.facts, *quiet, now, calendar);
  if (now >= end) return stands_now(true);
  return {.stands = false, .quiet = quiet, .changed = anchored, .returns_at = end};
}

Urgency urgency_of(const Facts& facts, Instant now, const LocalCalendar& calendar, std::string tie) {
  const std::int64_t expiry = to_unix(facts.not_after);
  switch (status_of(facts, now, calendar)) {
    case CertificateStatus::Expired:
      return {0, to_unix(grace_ends(facts, calendar)), std::move(tie)};
    case CertificateStatus::Due:
      return {1, expiry, std::move(tie)};
    case CertificateStatus::Lapsed:
      return {2, -expiry, std::move(tie)};
    case CertificateStatus::Valid:
      return {3, expiry, std::move(tie)};
    case CertificateStatus::NotYetValid:
      return {4, to_unix(facts.not_before), std::move(tie)};
    case CertificateStatus::Superseded:
      return {5, expiry, std::move(tie)};
    case CertificateStatus::Gone:
      return {6, expiry, std::move(tie)};
  }
  return {7, expiry, std::move(tie)};
}

}  // namespace kigen::check

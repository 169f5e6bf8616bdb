// Which warnings stand on a user's screen: a certificate wants attention, and the user's quiet for it, if any, is over.
//
// What holds, whatever the clock does (tests/service/check/clock_simulation_test.cpp plays it):
//  1. Nothing is missed: while a certificate wants attention, its warning stands, or is quiet and stands at the latest
//     one quiet length (kLongestQuiet at most) of real time after the quiet began. If the clock was set since: two
//     quiet lengths of waking time after it was last set.
//  2. Nothing is repeated: a closed warning stands again only when the wall clock, by running and by being set
//     forward, has gone on by the quiet's length, or when the certificate's status has changed (due → expired →
//     lapsed is news). Sleeping or jumping over any number of deadlines brings it back once.
//  3. Nothing vanishes: a warning that stands goes when the user closes it or the certificate no longer wants
//     attention, never because the clock was set.
//  4. A lapsed certificate that was closed stays quiet for as long as it is lapsed.
//
// A clock that was set back before the quiet began gets a second quiet of the same length (`anchor`) beside the first:
// a machine that starts in 2015 until it has asked for the time must neither warn at every start nor wait for years.
// Pure functions: any thread, nothing owned; the caller stores Quiet per owner and certificate.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/check/status.h"

namespace kigen::check {

/// A lapsed certificate is spoken of for so many local days, then no longer.
inline constexpr int kLapsedAttentionDays = 30;
/// No quiet is longer, whatever is stored: the longest interval between checks.
inline constexpr std::chrono::hours kLongestQuiet{72};
/// The end of a quiet that holds until the status changes: 9999-12-31T23:59:59Z.
inline constexpr Instant kForGood = from_unix(253402300799);

enum class QuietKind : std::uint8_t { Closed, Snoozed };
[[nodiscard]] std::string_view to_string(QuietKind kind) noexcept;  ///< "closed", "snoozed"
[[nodiscard]] std::optional<QuietKind> quiet_kind_from_string(std::string_view text) noexcept;

/// A user's wish not to see a certificate's warning for a while.
struct Quiet {
  Instant set_at{};
  Instant quiet_until{};  ///< exclusive; kForGood for a closed warning of a lapsed certificate
  QuietKind kind = QuietKind::Closed;
  std::optional<Instant> anchor;  ///< the second beginning after the clock was set back before set_at

  friend bool operator==(const Quiet&, const Quiet&) = default;
};

/// What a warning is decided from. `actionable`: the private key is there, or the certificate lies in a watched folder
/// (whoever configured the folder wants to know about it).
struct Subject {
  Facts facts;
  bool actionable = false;
};

/// Due, expired, or lapsed for less than kLapsedAttentionDays, and actionable.
[[nodiscard]] bool wants_attention(const Subject& subject, Instant now, const LocalCalendar& calendar);

/// The warning was closed (or its wizard started): quiet until the next regular check, for good when it is lapsed.
[[nodiscard]] Quiet close_warning(const Facts& facts, Instant now, Instant next_check, const LocalCalendar& calendar);

enum class Snooze : std::uint8_t { OneHour, Tomorrow, NextCheck };
/// "1h", "tomorrow", "next_check" as the `snooze` request has them.
[[nodiscard]] std::optional<Snooze> snooze_from_string(std::string_view text) noexcept;
/// "Remind me": one hour, 09:00 on the next local day, or as close_warning.
[[nodiscard]] Quiet snooze_warning(Snooze until, const Facts& facts, Instant now, Instant next_check,
                                   const LocalCalendar& calendar);

/// The next regular check was moved forward (a shorter interval): a closed warning returns with it. For every stored
/// quiet, on every change of the interval.
[[nodiscard]] Quiet with_earlier_check(const Quiet& quiet, Instant next_check);
/// A check that the user asked for makes closed warnings stand again; not snoozed ones, nor those closed for good.
[[nodiscard]] bool ends_on_demand(const Quiet& quiet) noexcept;

struct Standing {
  bool stands = false;
  /// What to keep stored in place of the quiet that was given; store when `changed`, delete when empty.
  std::optional<Quiet> quiet;
  bool changed = false;
  /// When quiet: the instant at which it will stand if the clock just runs; nothing when for good.
  std::optional<Instant> returns_at;
};

/// Decides one warning. Every result that says `changed` must be stored before the next call, and every stored quiet be
/// passed in once after each event (also of certificates that want no attention now), so that a clock that was set back
/// is seen when it happens.
[[nodiscard]] Standing standing(const Subject& subject, const std::optional<Quiet>& stored, Instant now,
                                const LocalCalendar& calendar);

/// Sorts warnings and inventories, most urgent first: expired (least grace left first), due (soonest first),
/// lapsed (latest first), then the others; `tie` (the thumbprint) makes the order total.
struct Urgency {
  int rank = 0;
  std::int64_t order = 0;
  std::string tie;
  friend auto operator<=>(const Urgency&, const Urgency&) = default;
};
[[nodiscard]] Urgency urgency_of(const Facts& facts, Instant now, const LocalCalendar& calendar, std::string tie);

}  // namespace kigen::check

// A certificate's status as a function of its facts, the time and the user's calendar, and when it changes next.
//
// Windows and grace are counted in local dates: the renewal window opens at the start of the local day that lies
// `days_before` days before the day of expiry; grace ends with the last second of the local day that lies
// `grace_days` after it. Expiry itself is exact: `not_after` is the last valid second (RFC 5280 4.1.2.5).
// Pure functions: any thread, nothing owned. Instants outside the years 0 to 9999 are taken for the nearest inside.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/time.h"

namespace kigen::check {

enum class CertificateStatus : std::uint8_t { Valid, Due, Expired, Lapsed, NotYetValid, Superseded, Gone };

/// "valid", "due", "expired", "lapsed", "not_yet_valid", "superseded", "gone": as messages carry it.
[[nodiscard]] std::string_view to_string(CertificateStatus status) noexcept;
[[nodiscard]] std::optional<CertificateStatus> status_from_string(std::string_view text) noexcept;

inline constexpr int kDefaultDaysBefore = 28;
/// How long a certificate counts as expired, not lapsed, when no profile tells what its RA allows.
inline constexpr int kGraceWithoutProfile = 30;

struct Facts {
  Instant not_before{};
  Instant not_after{};
  int days_before = kDefaultDaysBefore;  ///< of the profile, else of the settings
  int grace_days = 0;                    ///< of the profile; without one kGraceWithoutProfile is used instead
  bool has_profile = false;
  bool superseded = false;  ///< a newer certificate of the same family exists
  bool gone = false;        ///< in none of its sources any more
  bool unattended = false;  ///< its profile allows that it is renewed without asking
};

/// In this order: gone, superseded, not_yet_valid, then by expiry: valid, due, expired, lapsed.
[[nodiscard]] CertificateStatus status_of(const Facts& facts, Instant now, const LocalCalendar& calendar);

/// Local dates until not_after: 0 is "today", negative when past.
[[nodiscard]] std::int64_t days_left(const Facts& facts, Instant now, const LocalCalendar& calendar);

/// The first instant at which the certificate is due.
[[nodiscard]] Instant window_opens(const Facts& facts, const LocalCalendar& calendar);
/// The last instant at which it is not lapsed: not_after itself when a profile gives no grace.
[[nodiscard]] Instant grace_ends(const Facts& facts, const LocalCalendar& calendar);

/// A profile says how to renew it and it is due or expired now.
[[nodiscard]] bool renewable(const Facts& facts, Instant now, const LocalCalendar& calendar);
/// The last instant at which its RA renews it; nothing without a profile, or when it is superseded or gone.
[[nodiscard]] std::optional<Instant> renewable_until(const Facts& facts, const LocalCalendar& calendar);

struct Transition {
  CertificateStatus status{};
  Instant at;
  friend bool operator==(const Transition&, const Transition&) = default;
};

/// The next change of status by time alone, later than `now`; nothing when none will come.
[[nodiscard]] std::optional<Transition> next_transition(const Facts& facts, Instant now, const LocalCalendar& calendar);

/// Bounds on not_after, both inclusive.
struct ExpiryRange {
  Instant from;
  Instant to;
};

/// Every certificate that is due, expired, or lapsed for less than kLapsedAttentionDays (warnings.h) now has its
/// not_after in this range, given the largest window and grace of all profiles and the settings: the check's
/// query reads only these. A few others may be in it; status_of decides.
[[nodiscard]] ExpiryRange attention_range(int most_days_before, int most_grace_days, Instant now,
                                          const LocalCalendar& calendar);

}  // namespace kigen::check

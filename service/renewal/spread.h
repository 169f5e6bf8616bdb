// When a fleet does the same thing: each machine draws its own moment for each certificate, so that all of them
// together are even over the time. What is drawn depends on the machine and the certificate only, and is the same at
// every start. Pure functions: any thread, nothing owned.
#pragma once

#include <cstdint>

#include "common/base/time.h"
#include "service/check/status.h"

namespace kigen::unattended {

/// sip_hash(key of the machine, thumbprint): evenly spread over machines and certificates.
using Seed = std::uint64_t;

/// What a number is drawn for: the same seed gives independent numbers for each.
enum class Draw : std::uint64_t { First = 1, Joined, Missed, Retry, Asked };
[[nodiscard]] std::uint64_t draw(Seed seed, Draw what, std::uint64_t number = 0) noexcept;
/// In [0, 1).
[[nodiscard]] double fraction(std::uint64_t drawn) noexcept;
/// In [from, to), evenly; `from` when that is empty.
[[nodiscard]] Instant moment_within(Instant from, Instant to, std::uint64_t drawn) noexcept;

/// The user's own warnings come from the start of the local day that lies so many days before the day of expiry, or
/// from the middle of a short window, whatever happens unattended.
inline constexpr int kLastDays = 3;

/// The time in which a certificate is renewed without asking.
struct Window {
  Instant opens;    ///< of the profile; not before half of the certificate's lifetime is over
  Instant warns;    ///< until here without a warning
  Instant expires;  ///< the last second of its validity
  Instant ends;     ///< of the profile's grace
};
[[nodiscard]] Window window_of(const check::Facts& facts, const LocalCalendar& calendar);

/// The moment that belongs to this machine and certificate: even over [opens, warns).
[[nodiscard]] Instant first_moment(const Window& window, Seed seed) noexcept;
/// For a machine that meets the certificate at `now`, after its moment: even over what is left.
[[nodiscard]] Instant joining_moment(const Window& window, Seed seed, Instant now) noexcept;
/// For a moment that passed while the PC was off or its user away, made up from `now` on: over up to 16 hours at first,
/// so that a company's PCs do not come all at nine on Monday, then over half as much each time (`missed` in a row, at
/// least 1), so that a PC that is seldom on gets there too; never over more than a tenth of the time left.
[[nodiscard]] Instant made_up_moment(const Window& window, Seed seed, Instant now, int missed) noexcept;

}  // namespace kigen::unattended

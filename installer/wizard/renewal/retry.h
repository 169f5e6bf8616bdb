// When something that failed is tried again: doubling, with jitter, with a cap, never earlier than a server asked for
// and never sooner than kFloor. Only a person's click is not held back. Pure functions; randomness is passed in.
#pragma once

#include <chrono>
#include <optional>

#include "common/base/error_code.h"
#include "common/base/time.h"

namespace kigen::renewal {

/// Nothing that repeats by itself does so sooner than this after the time before.
inline constexpr std::chrono::seconds kFloor{30};
/// The first wait after a failed attempt, doubled with each further one up to kLongest.
inline constexpr std::chrono::seconds kFirst{15 * 60}, kLongest{24 * 3600};
/// The longest time for which a server's Retry-After is believed.
inline constexpr std::chrono::seconds kLongestAsked{7 * 24 * 3600};

/// After `failures` failed attempts in a row (at least 1): within ±25 % of min(kFirst · 2^(failures-1), kLongest),
/// never over kLongest. `random` is in [0, 1).
[[nodiscard]] std::chrono::seconds back_off(int failures, double random) noexcept;

/// How long to wait for an RA that said Retry-After: as long as it asked for (kFloor to kLongestAsked) and up to a
/// tenth longer, so that those that were turned away together do not come back together; never earlier than it asked.
[[nodiscard]] std::chrono::seconds wait_as_asked(std::chrono::seconds retry_after, double random) noexcept;

struct Failed {
  ErrorCode code{};
  int failures = 1;                                 ///< in a row, this one included
  std::optional<std::chrono::seconds> retry_after;  ///< what the server asked for
  std::optional<Instant> until;                     ///< when a lock ends
};
/// When an unattended attempt may follow; nothing when repeating cannot help and a person is needed.
[[nodiscard]] std::optional<Instant> next_attempt(const Failed& failed, Instant now, double random) noexcept;

/// False for what stays wrong until a person changes something (a wrong password, a pin that differs …).
[[nodiscard]] bool may_pass(ErrorCode code) noexcept;

/// The earliest moment for a request that follows one at `last` by itself.
[[nodiscard]] Instant not_before(std::optional<Instant> last, Instant wanted) noexcept;

}  // namespace kigen::renewal

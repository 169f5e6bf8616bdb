// When an unattended renewal that failed is tried again. A window is weeks long, and a failure is often the RA's and
// every machine's at once: few tries, far apart, so that an RA that was away for a day is not met by all of them.
// Pure: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace kigen::unattended {

/// Nothing is repeated sooner, whatever the RA says.
inline constexpr std::chrono::seconds kRetryFloor{30};
/// Around this after the first failure, around kRetryMean after every further one; half of it to and fro.
inline constexpr std::chrono::hours kFirstRetryMean{4}, kRetryMean{24};
/// The cap of the back-off.
inline constexpr std::chrono::hours kRetryCap{36};
/// A longer Retry-After is not believed.
inline constexpr std::chrono::days kLongestAsked{7};

/// `failures`: in a row, this one included; 0 when the RA only wants more time. `retry_after`: what the RA asked for;
/// it makes the wait longer, never shorter than the back-off, and is drawn out by up to a quarter, so that those who
/// were sent away together do not come back together. `drawn`: 64 random bits (spread.h).
[[nodiscard]] std::chrono::seconds retry_delay(int failures, std::optional<std::chrono::seconds> retry_after,
                                               std::uint64_t drawn) noexcept;

}  // namespace kigen::unattended

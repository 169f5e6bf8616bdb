// The plan to renew one certificate without asking: a moment, and what becomes of it when it is missed, or fails.
//
//  - The moment is spread over the window (spread.h). It is carried out when it comes and the owner's session is there.
//  - One that passed while the PC was off, asleep or its user away is made up by a moment of its own, later.
//  - While the session is asked, the plan has begun; without a report within kLease the attempt counts as failed.
//  - A failure is tried again after retry_delay; closer to the end sooner, but never sooner than the RA asked for.
//  - As long as it is calm, no warning stands; it is not after kFailuresUntilWarning failures, nor in the last days.
// Pure functions: any thread, nothing owned; the shell stores the plan and comes again at wake_at.
#pragma once

#include <optional>

#include "service/renewal/retry.h"
#include "service/renewal/spread.h"

namespace kigen::unattended {

/// A moment that is carried out within this is on time.
inline constexpr std::chrono::minutes kPunctual{10};
/// An attempt that has not been reported in this time was lost.
inline constexpr std::chrono::minutes kLease{30};
inline constexpr int kFailuresUntilWarning = 3;

struct Plan {
  Instant at{};
  int missed = 0;                ///< moments in a row that passed unused
  int failures = 0;              ///< attempts in a row that failed
  std::optional<Instant> begun;  ///< since when the owner's session is asked to do it

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Whose plan it is, and the time.
struct Moment {
  Window window;
  Seed seed = 0;
  Instant now{};
};

/// For a certificate that has no plan yet.
[[nodiscard]] Plan make_plan(const Moment& moment);

struct Advance {
  Plan plan;
  bool lost = false;  ///< its attempt was never reported: it failed now
};
/// Brings a plan to `now`. `present`: the owner's session can be asked; `busy`: it is asked for another certificate.
[[nodiscard]] Advance advance(const Plan& plan, const Moment& moment, bool present, bool busy);

/// How an attempt ended.
enum class Ended {
  Failed,
  Hopeless,  ///< repeating it cannot help: a person is needed, and is warned
  Waiting,   ///< the RA or another window needs more time: no failure
};
/// The plan after an attempt that was not good. `not_before`: the RA asked not to be tried before.
[[nodiscard]] Plan after(const Plan& plan, const Moment& moment, Ended ended, std::optional<Instant> not_before);

/// No warning needs to disturb the user.
[[nodiscard]] bool is_calm(const Plan& plan, const Window& window, Instant now) noexcept;
/// When advance() or is_calm() will say something else by time alone; nothing when only an event can change it.
[[nodiscard]] std::optional<Instant> wake_at(const Plan& plan, const Window& window, Instant now, bool present,
                                             bool busy) noexcept;

}  // namespace kigen::unattended

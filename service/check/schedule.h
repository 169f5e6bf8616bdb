// When checks run: a persisted wall-clock deadline and a state machine over what may happen to it.
//
//  - The deadline never lies more than one interval ahead: if the clock was set back, it is set anew from now.
//  - A deadline that passed (asleep, switched off, clock set forward), once or many times, is made up by one check.
//  - The start always checks (what the sources hold may have changed) and keeps a deadline that is still ahead.
//  - Other events check without moving the deadline, unless it has passed.
// Pure functions: any thread, nothing owned. The shell stores the deadline, runs the check and sleeps until wake_at;
// it must notice a changed clock (an event, or no sleep longer than a minute by a timer that counts only time passed).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/time.h"

namespace kigen::check {

inline constexpr int kShortestIntervalHours = 1;
inline constexpr int kLongestIntervalHours = 72;
inline constexpr int kDefaultIntervalHours = 24;

enum class Trigger : std::uint8_t { Start, Interval, Resume, TimeChange, SessionChange, SourceChange, OnDemand };
/// "start", "interval", "resume", "time_change", "session_change", "source_change", "on_demand".
[[nodiscard]] std::string_view to_string(Trigger trigger) noexcept;

struct Schedule {
  std::optional<Instant> next_check;           ///< nothing before the first start ever
  int interval_hours = kDefaultIntervalHours;  ///< clamped to 1 to 72 on every event
};

struct ScheduleStep {
  Schedule schedule;           ///< the new state
  bool persist = false;        ///< the deadline changed: store it (before the check, so that a crash repeats nothing)
  std::optional<Trigger> run;  ///< run a check; its trigger
};

/// `happened` is the event: Interval is the timer's wake-up, which checks only if the deadline has passed (the
/// shell also wakes for quiets and status changes: it decides the warnings again after every event).
[[nodiscard]] ScheduleStep on_event(const Schedule& schedule, Trigger happened, Instant now);

/// The interval was set: the next check comes one interval from now; the same interval leaves the deadline. See
/// with_earlier_check in warnings.h for closed warnings.
[[nodiscard]] ScheduleStep on_interval_set(const Schedule& schedule, int interval_hours, Instant now);

/// What the interval dialog promises: the next check if `interval_hours` is set now.
[[nodiscard]] Instant next_check_after_set(const Schedule& schedule, int interval_hours, Instant now);

/// The earliest of deadline, quiet's end and change of status; always later than `now`, so that no shell can spin.
[[nodiscard]] Instant wake_at(const Schedule& schedule, Instant now, std::optional<Instant> earliest_return,
                              std::optional<Instant> earliest_transition);

}  // namespace kigen::check

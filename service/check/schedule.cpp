#include "service/check/schedule.h"

#include <algorithm>

namespace kigen::check {
namespace {

using std::chrono::hours;

hours interval_of(int interval_hours) {
  return hours{std::clamp(interval_hours, kShortestIntervalHours, kLongestIntervalHours)};
}

}  // namespace

std::string_view to_string(Trigger trigger) noexcept {
  switch (trigger) {
    case Trigger::Start:
      return "start";
    case Trigger::Interval:
      return "interval";
    case Trigger::Resume:
      return "resume";
    case Trigger::TimeChange:
      return "time_change";
    case Trigger::SessionChange:
      return "session_change";
    case Trigger::SourceChange:
      return "source_change";
    case Trigger::OnDemand:
      return "on_demand";
  }
  return "";
}

ScheduleStep on_event(const Schedule& schedule, Trigger happened, Instant now) {
  ScheduleStep step{.schedule = schedule};
  const hours interval = interval_of(schedule.interval_hours);
  step.schedule.interval_hours = static_cast<int>(interval.count());
  const bool passed = schedule.next_check && *schedule.next_check <= now;
  const bool too_far = schedule.next_check && *schedule.next_check > now + interval;
  if (!schedule.next_check || passed || too_far) {
    step.schedule.next_check = now + interval;
    step.persist = true;
  }
  if (happened != Trigger::Interval || passed) step.run = happened;
  return step;
}

ScheduleStep on_interval_set(const Schedule& schedule, int interval_hours, Instant now) {
  ScheduleStep step{.schedule = schedule};
  const Instant next = next_check_after_set(schedule, interval_hours, now);
  step.persist = schedule.next_check != next;
  // A deadline that passed unnoticed is made up here: moving it must not swallow its check.
  if (schedule.next_check && *schedule.next_check <= now) step.run = Trigger::Interval;
  step.schedule = {.next_check = next, .interval_hours = static_cast<int>(interval_of(interval_hours).count())};
  return step;
}

Instant next_check_after_set(const Schedule& schedule, int interval_hours, Instant now) {
  const hours interval = interval_of(interval_hours);
  const bool same = interval == interval_of(schedule.interval_hours);
  const bool ahead = schedule.next_check && *schedule.next_check > now && *schedule.next_check <= now + interval;
  return same && ahead ? *schedule.next_check : now + interval;
}

Instant wake_at(const Schedule& schedule, Instant now, std::optional<Instant> earliest_return,
                std::optional<Instant> earliest_transition) {
  Instant wake = now + interval_of(schedule.interval_hours);
  for (const auto& candidate : {schedule.next_check, earliest_return, earliest_transition}) {
    if (candidate && *candidate > now) wake = std::min(wake, *candidate);
  }
  return wake;
}

}  // namespace kigen::check

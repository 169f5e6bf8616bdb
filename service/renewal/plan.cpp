#include "service/renewal/plan.h"

#include <algorithm>

namespace kigen::unattended {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kSoonestNearTheEnd = minutes{30};

// A quarter of the time left, half of it to and fro: close to the end a day's wait would be too long.
seconds near_the_end(const Moment& moment, std::uint64_t drawn) {
  const Instant end = moment.now <= moment.window.expires ? moment.window.expires : moment.window.ends;
  const double left = static_cast<double>(std::max(seconds{0}, end - moment.now).count());
  const seconds quarter{static_cast<seconds::rep>(left / 4 * (0.5 + fraction(draw(drawn, Draw::Joined))))};
  return std::max(quarter, kSoonestNearTheEnd);
}

Plan made_up(const Plan& plan, const Moment& moment) {
  Plan later = plan;
  ++later.missed;
  later.at = made_up_moment(moment.window, moment.seed, moment.now, later.missed);
  return later;
}

}  // namespace

Plan make_plan(const Moment& moment) {
  Plan plan;
  plan.at = first_moment(moment.window, moment.seed);
  if (plan.at < moment.now) plan.at = joining_moment(moment.window, moment.seed, moment.now);
  return plan;
}

Advance advance(const Plan& plan, const Moment& moment, bool present, bool busy) {
  if (plan.begun) {
    // Set back, the clock cannot tell how long it has been: as if it had begun now.
    const bool set_back = moment.now < *plan.begun;
    if (set_back) {
      Plan again = plan;
      again.begun = moment.now;
      return {again};
    }
    if (moment.now - *plan.begun < kLease) return {plan};
    return {after(plan, moment, Ended::Failed, std::nullopt), true};
  }
  if (moment.now < plan.at || !present || busy) return {plan};
  if (moment.now - plan.at > kPunctual) return {made_up(plan, moment)};
  Plan begun = plan;
  begun.begun = moment.now;
  return {begun};
}

Plan after(const Plan& plan, const Moment& moment, Ended ended, std::optional<Instant> not_before) {
  Plan next = plan;
  next.begun.reset();
  next.missed = 0;
  if (ended == Ended::Failed) ++next.failures;
  if (ended == Ended::Hopeless) next.failures = std::max(next.failures + 1, kFailuresUntilWarning);
  std::optional<seconds> asked;
  if (not_before && *not_before > moment.now) asked = *not_before - moment.now;
  // A wait without a time named is one like after a first failure.
  const int failures = ended == Ended::Waiting ? (asked ? 0 : 1) : next.failures;
  const std::uint64_t drawn = draw(moment.seed, Draw::Retry, static_cast<std::uint64_t>(to_unix(moment.now)));
  seconds delay = std::min(retry_delay(failures, std::nullopt, drawn), near_the_end(moment, drawn));
  if (asked) delay = std::max(delay, retry_delay(0, asked, drawn));
  next.at = moment.now + delay;
  return next;
}

bool is_calm(const Plan& plan, const Window& window, Instant now) noexcept {
  return plan.failures < kFailuresUntilWarning && now < window.warns;
}

std::optional<Instant> wake_at(const Plan& plan, const Window& window, Instant now, bool present, bool busy) noexcept {
  std::optional<Instant> wake;
  const auto take = [&](Instant at) {
    if (at > now && (!wake || at < *wake)) wake = at;
  };
  if (plan.begun) {
    take(*plan.begun + kLease);
  } else if (present && !busy) {
    take(plan.at);
  }
  if (is_calm(plan, window, now)) take(window.warns);
  return wake;
}

}  // namespace kigen::unattended

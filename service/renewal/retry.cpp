#include "service/renewal/retry.h"

#include <algorithm>

#include "service/renewal/spread.h"

namespace kigen::unattended {
namespace {

using std::chrono::seconds;

seconds scaled(seconds base, double factor) noexcept {
  return seconds{static_cast<seconds::rep>(static_cast<double>(base.count()) * factor)};
}

}  // namespace

seconds retry_delay(int failures, std::optional<seconds> retry_after, std::uint64_t drawn) noexcept {
  const double jitter = fraction(drawn);
  seconds delay = kRetryFloor;
  if (failures > 0) {
    const seconds mean = failures == 1 ? kFirstRetryMean : kRetryMean;
    delay = std::min<seconds>(scaled(mean, 0.5 + jitter), kRetryCap);
  }
  if (retry_after) {
    const seconds asked = std::clamp<seconds>(*retry_after, kRetryFloor, kLongestAsked);
    delay = std::max(delay, asked + scaled(asked, fraction(draw(drawn, Draw::Asked)) / 4));
  }
  return std::max(delay, kRetryFloor);
}

}  // namespace kigen::unattended

// How long to wait before the next attempt to connect: doubling, bounded, with jitter, so that a fleet's trays do not
// all come back in the same instant after a service restart. Pure: randomness is passed in.
#pragma once

#include <chrono>

namespace kigen::ipc {

class Backoff {
 public:
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest) : first_(first), longest_(longest) {}

  /// The next waiting time, within ±25 % of the doubled base and never over `longest`. `random` is in [0, 1).
  [[nodiscard]] std::chrono::milliseconds next(double random);
  void reset() noexcept { base_ = std::chrono::milliseconds{0}; }

 private:
  std::chrono::milliseconds first_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds base_{0};
};

}  // namespace kigen::ipc

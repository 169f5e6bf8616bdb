#include "common/ipc/backoff.h"

#include <algorithm>

namespace kigen::ipc {

std::chrono::milliseconds Backoff::next(double random) {
  base_ = base_.count() == 0 ? first_ : std::min(base_ * 2, longest_);
  const auto spread = static_cast<double>(base_.count()) * (random - 0.5) * 0.5;
  const auto wait = base_ + std::chrono::milliseconds{static_cast<std::int64_t>(spread)};
  return std::clamp(wait, std::chrono::milliseconds{1}, longest_);
}

}  // namespace kigen::ipc

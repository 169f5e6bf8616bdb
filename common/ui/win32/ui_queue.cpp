#include "common/ui/win32/ui_queue.h"

#include <utility>

namespace kigen::ui {

void UiQueue::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (!window_) return;
  waiting_.push_back(std::move(work));
  // One message wakes for all that wait: the message queue is bounded, ours is not.
  if (waiting_.size() == 1) ::PostMessageW(window_, message_, 0, 0);
}

void UiQueue::run() {
  std::vector<std::function<void()>> now;
  {
    const std::lock_guard lock(mutex_);
    now.swap(waiting_);
  }
  for (const auto& work : now) work();
}

void UiQueue::close() {
  std::vector<std::function<void()>> dropped;
  const std::lock_guard lock(mutex_);
  window_ = nullptr;
  dropped.swap(waiting_);
}

}  // namespace kigen::ui

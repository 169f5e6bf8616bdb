#include "service/host/stop_watchdog.h"

#include <utility>

namespace kigen::host {

StopWatchdog::StopWatchdog(std::chrono::milliseconds limit, std::function<void()> overdue)
    : limit_(limit), overdue_(std::move(overdue)) {}

StopWatchdog::~StopWatchdog() {
  disarm();
}

void StopWatchdog::arm() {
  const std::lock_guard lock(mutex_);
  if (done_ || thread_.joinable()) return;
  thread_ = std::thread([this] { watch(); });
}

void StopWatchdog::disarm() {
  std::thread thread;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
    thread = std::move(thread_);
  }
  over_.notify_all();
  if (thread.joinable()) thread.join();
}

void StopWatchdog::watch() {
  std::unique_lock lock(mutex_);
  if (over_.wait_for(lock, limit_, [this] { return done_; })) return;
  lock.unlock();
  overdue_();
}

}  // namespace kigen::host

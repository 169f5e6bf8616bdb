// Ends a stop that hangs: a thread of its own, made when the stop begins, so that an idle service has none.
// arm() and disarm() from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace kigen::host {

class StopWatchdog {
 public:
  /// `overdue` is called on the watchdog's thread.
  StopWatchdog(std::chrono::milliseconds limit, std::function<void()> overdue);
  ~StopWatchdog();
  StopWatchdog(const StopWatchdog&) = delete;
  StopWatchdog& operator=(const StopWatchdog&) = delete;

  /// Begins to count; later calls do nothing.
  void arm();
  /// The stop is over. Waits for a call of `overdue` that is under way.
  void disarm();

 private:
  void watch();

  const std::chrono::milliseconds limit_;
  const std::function<void()> overdue_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace kigen::host

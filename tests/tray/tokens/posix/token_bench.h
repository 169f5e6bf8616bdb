// What the reporter's tests stand on: a real SoftHSM token, a stand-in for the tray's window thread, and what a process
// costs.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/token_module/rig/rig.h"
#include "tray/tokens/token_reporter.h"

namespace kigen::tray::test {

/// A new token with one certificate and its key pair, in a rig that logs the calls: its serial number.
std::string add_token(test_token::TokenRig& rig, const std::string& label);

/// The tray as far as the reporter sees it: a thread with a queue, one timer, and a service that takes every report.
class Tray {
 public:
  explicit Tray(const std::string& module, std::chrono::milliseconds call_limit = std::chrono::seconds{15});
  ~Tray();
  Tray(const Tray&) = delete;
  Tray& operator=(const Tray&) = delete;

  [[nodiscard]] TokenReporter& reporter() { return *reporter_; }
  /// Runs what is queued until the condition holds; false when it does not within the limit.
  bool until(const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds{40});
  /// As `until` that never holds: only waits, and does what comes.
  void let_pass(std::chrono::milliseconds time);
  /// Turns of the loop that found something to do.
  [[nodiscard]] std::size_t turns() const { return turns_; }

  struct Known {
    bool present = false;
    std::string label;
    std::set<std::string> items;
    bool all_with_key = true;
  };
  std::map<std::string, Known> tokens;  ///< by serial, as reported
  std::optional<std::vector<ipc::ReportUnreadable>> drivers;

 private:
  bool turn(std::chrono::steady_clock::time_point until);
  void take(const ipc::ReportParams& report);

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> queue_;
  std::optional<std::chrono::steady_clock::time_point> timer_;
  std::size_t turns_ = 0;
  std::unique_ptr<TokenReporter> reporter_;
};

/// CPU ticks and context switches of this process's other threads and of its worker processes, since they began.
struct Cost {
  long ticks = 0, switches = 0;
  std::size_t workers = 0;
  friend bool operator==(const Cost&, const Cost&) = default;
};
[[nodiscard]] Cost cost();

}  // namespace kigen::tray::test

// One phase of a connection under its time limit. The time that a private key took (Windows may ask the user for its
// use) does not count. Single-threaded.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "common/base/result.h"

namespace kigen::net {

using Milliseconds = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time spent in private-key operations of one connection, ever growing.
struct KeyTime {
  std::chrono::steady_clock::duration spent{};
};

class Phase {
 public:
  Phase(const char* name, Milliseconds limit, std::shared_ptr<const KeyTime> key_time = nullptr)
      : name_(name), limit_(limit), key_time_(std::move(key_time)), started_(std::chrono::steady_clock::now()) {
    if (key_time_) key_time_before_ = key_time_->spent;
  }

  [[nodiscard]] const char* name() const noexcept { return name_; }
  [[nodiscard]] SteadyTime expiry() const noexcept {
    return started_ + limit_ +
           (key_time_ ? key_time_->spent - key_time_before_ : std::chrono::steady_clock::duration{});
  }
  [[nodiscard]] Error timed_out(std::string detail = {}) const {
    return Error(ErrorCode::HostTimedOut, std::move(detail))
        .with("phase", name_)
        .with("seconds", std::to_string(std::chrono::ceil<std::chrono::seconds>(limit_).count()));
  }
  [[nodiscard]] Error error(ErrorCode code, std::string detail = {}) const {
    return Error(code, std::move(detail)).with("phase", name_);
  }

 private:
  const char* name_;
  Milliseconds limit_;
  std::shared_ptr<const KeyTime> key_time_;
  SteadyTime started_;
  std::chrono::steady_clock::duration key_time_before_{};
};

}  // namespace kigen::net

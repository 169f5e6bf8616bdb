// The requests that wait on one connection: frames in, whole requests out, bounded. Pure.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "common/ipc/framing.h"
#include "common/ipc/limits.h"

namespace kigen::pipe {

class Inbox {
 public:
  /// Takes bytes from the front until all are used up or the inbox is full. Errors are those of FrameDecoder.
  [[nodiscard]] Status take(std::string_view& bytes);

  /// Reading must wait until next() has made room.
  [[nodiscard]] bool full() const noexcept {
    return waiting_.size() >= ipc::kMaxWaitingRequests || waiting_bytes_ >= ipc::kMaxWaitingRequestBytes;
  }
  [[nodiscard]] std::optional<std::string> next();
  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

  /// A frame has begun and is not complete; `frames()` tells whether it is still the same one.
  [[nodiscard]] bool partial() const noexcept { return decoder_.partial(); }
  [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

 private:
  ipc::FrameDecoder decoder_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t frames_ = 0;
};

}  // namespace kigen::pipe

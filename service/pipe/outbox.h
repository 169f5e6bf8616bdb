// What one connection has yet to be sent: answers in order, bounded; of each kind of push only the newest. Pure.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>

#include "common/ipc/limits.h"
#include "common/ipc/methods.h"

namespace kigen::pipe {

class Outbox {
 public:
  /// False when more than kMaxWaitingAnswerBytes would wait: the reader has stopped reading.
  [[nodiscard]] bool add_answer(std::string frame);
  /// `kind` is the push's index in ipc::Push; what waited of the same kind is replaced and keeps its place.
  void add_push(std::size_t kind, std::string frame);
  /// The next frame to write: answers first, because what a push tells may stand on an answer before it.
  [[nodiscard]] std::optional<std::string> next();

  [[nodiscard]] bool empty() const noexcept;
  [[nodiscard]] std::size_t answer_bytes() const noexcept { return answer_bytes_; }

 private:
  std::deque<std::string> answers_;
  std::size_t answer_bytes_ = 0;
  std::array<std::optional<std::string>, std::variant_size_v<ipc::Push>> pushes_;
};

}  // namespace kigen::pipe

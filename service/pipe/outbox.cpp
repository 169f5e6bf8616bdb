#include "service/pipe/outbox.h"

#include <algorithm>

namespace kigen::pipe {

bool Outbox::add_answer(std::string frame) {
  if (answer_bytes_ + frame.size() > ipc::kMaxWaitingAnswerBytes) return false;
  answer_bytes_ += frame.size();
  answers_.push_back(std::move(frame));
  return true;
}

void Outbox::add_push(std::size_t kind, std::string frame) {
  pushes_.at(kind) = std::move(frame);
}

std::optional<std::string> Outbox::next() {
  std::optional<std::string> frame;
  if (!answers_.empty()) {
    frame = std::move(answers_.front());
    answers_.pop_front();
    answer_bytes_ -= frame->size();
    return frame;
  }
  for (auto& push : pushes_) {
    if (!push) continue;
    frame.swap(push);
    return frame;
  }
  return frame;
}

bool Outbox::empty() const noexcept {
  return answers_.empty() && std::ranges::none_of(pushes_, [](const auto& push) { return push.has_value(); });
}

}  // namespace kigen::pipe

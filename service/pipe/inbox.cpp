#include "service/pipe/inbox.h"

namespace kigen::pipe {

Status Inbox::take(std::string_view& bytes) {
  while (!full() && !bytes.empty()) {
    auto frame = decoder_.take(bytes);
    if (!frame) return frame.error();
    if (!*frame) continue;
    ++frames_;
    waiting_bytes_ += (*frame)->size();
    waiting_.push_back(std::move(**frame));
  }
  return {};
}

std::optional<std::string> Inbox::next() {
  if (waiting_.empty()) return std::nullopt;
  std::optional<std::string> frame(std::move(waiting_.front()));
  waiting_.pop_front();
  waiting_bytes_ -= frame->size();
  return frame;
}

}  // namespace kigen::pipe

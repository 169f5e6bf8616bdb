#include "tray/model/token_looks.h"

#include <algorithm>

namespace kigen::tray {

using std::chrono::milliseconds;

TokenLooks::Step TokenLooks::happened(Cause cause, Time now) {
  causes_.insert(cause);
  switch (state_) {
    case State::Busy:
      return {};  // looked() goes on with it
    case State::Idle:
      first_ = now;
      return settle(cause == Cause::Start || cause == Cause::User ? now : now + kSettle, now);
    case State::Settling:
      return settle(std::max(due_, std::min(now + kSettle, first_ + kLongestSettle)), now);
  }
  return {};
}

TokenLooks::Step TokenLooks::settle(Time due, Time now) {
  state_ = State::Settling;
  due_ = due;
  Step step;
  // Rounded up: woken early, it would have to wait again.
  step.wake_in = std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(due - now));
  return step;
}

TokenLooks::Step TokenLooks::woke(Time now) {
  if (state_ != State::Settling) return {};
  if (now < due_) return settle(due_, now);
  state_ = State::Busy;
  by_library_ = causes_ == std::set<Cause>{Cause::Library};
  causes_.clear();
  if (!by_library_) {
    faulty_.clear();
    vain_ = 0;
    deaf_ = false;
  }
  Step step;
  step.find = true;
  return step;
}

TokenLooks::Step TokenLooks::found(const Modules& present) {
  present_ = present;
  Step step;
  watch_usable(step);
  step.look = usable();
  return step;
}

TokenLooks::Step TokenLooks::looked(const std::vector<std::string>& faulty, bool news, Time now) {
  faulty_.insert(faulty.begin(), faulty.end());
  vain_ = by_library_ && !news ? vain_ + 1 : 0;
  if (vain_ >= kMostVainLooks) deaf_ = true;
  state_ = State::Idle;
  Step step;
  if (!causes_.empty()) {
    first_ = now;
    step = settle(now + kPause, now);
  }
  watch_usable(step);
  return step;
}

TokenLooks::Modules TokenLooks::usable() const {
  Modules modules;
  std::ranges::copy_if(present_, std::back_inserter(modules),
                       [this](const std::string& module) { return !faulty_.contains(module); });
  return modules;
}

void TokenLooks::watch_usable(Step& step) {
  Modules modules = deaf_ ? Modules{} : usable();
  if (modules == watched_) return;
  watched_ = modules;
  step.watch = std::move(modules);
}

}  // namespace kigen::tray

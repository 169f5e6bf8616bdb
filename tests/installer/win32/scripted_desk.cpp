#include "scripted_desk.h"

#include <chrono>
#include <utility>

namespace kigen::wizard::test {

void Drawer::put(std::vector<renewal::FoundToken> tokens) {
  const std::lock_guard lock(mutex_);
  tokens_ = std::move(tokens);
  error_.reset();
}
void Drawer::fail_search(Error error) {
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
}
void Drawer::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}
void Drawer::let_go() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  wake_.notify_all();
}
void Drawer::answer_holder(Result<renewal::TokenHolder> answer) {
  const std::lock_guard lock(mutex_);
  holder_ = std::move(answer);
}
void Drawer::answer_pin(Status status) {
  const std::lock_guard lock(mutex_);
  pin_ = std::move(status);
}
std::size_t Drawer::searches() {
  const std::lock_guard lock(mutex_);
  return searches_;
}
std::string Drawer::proof() {
  const std::lock_guard lock(mutex_);
  return proof_;
}
std::string Drawer::next() {
  const std::lock_guard lock(mutex_);
  return next_;
}
bool Drawer::unblocked() {
  const std::lock_guard lock(mutex_);
  return unblocked_;
}

// In slices: what waits with a stop token may sleep through the stop (GCC 12's library for Windows).
bool Drawer::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  constexpr std::chrono::milliseconds kSlice{20};
  while (held_ && !stop.stop_requested()) wake_.wait_for(lock, kSlice);
  return !stop.stop_requested();
}

Result<renewal::TokenSearch> ScriptedDesk::search(const profile::Profile*, std::stop_token stop) {
  if (!drawer_->wait(stop)) return Error(ErrorCode::Cancelled);
  const std::lock_guard lock(drawer_->mutex_);
  ++drawer_->searches_;
  if (drawer_->error_) return *drawer_->error_;
  renewal::TokenSearch search;
  search.tokens = drawer_->tokens_;
  return search;
}

Result<renewal::TokenHolder> ScriptedDesk::holder(const profile::ProfilePtr&, const keys::pkcs11::TokenInfo&,
                                                  const net::ProxySetting&, renewal::Observer&, std::stop_token stop) {
  if (!drawer_->wait(stop)) return Error(ErrorCode::Cancelled);
  const std::lock_guard lock(drawer_->mutex_);
  return drawer_->holder_;
}

Status ScriptedDesk::set(const Secret& proof, const Secret& next, bool unblock, const std::stop_token& stop) {
  if (!drawer_->wait(stop)) return Error(ErrorCode::Cancelled);
  const std::lock_guard lock(drawer_->mutex_);
  drawer_->proof_ = proof.view();
  drawer_->next_ = next.view();
  drawer_->unblocked_ = unblock;
  return drawer_->pin_;
}

Status ScriptedDesk::change_pin(const keys::pkcs11::TokenInfo&, const profile::Profile*, const Secret& current,
                                const Secret& next, std::stop_token stop) {
  return set(current, next, false, stop);
}
Status ScriptedDesk::unblock(const keys::pkcs11::TokenInfo&, const profile::Profile*, const Secret& puk,
                             const Secret& next, std::stop_token stop) {
  return set(puk, next, true, stop);
}

}  // namespace kigen::wizard::test

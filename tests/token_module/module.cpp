#include "tests/token_module/module.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include "tests/token_module/softhsm.h"

namespace kigen::test_token {
namespace {

/// Readers keep their places; `new-slot-ids` moves all of them on by this much.
constexpr CK_SLOT_ID kReaders = 16;

std::string fixed_text(const unsigned char* text, std::size_t size) {
  std::string whole(reinterpret_cast<const char*>(text), size);
  whole.erase(whole.find_last_not_of(std::string_view(" \0", 2)) + 1);
  return whole;
}

}  // namespace

bool is_present(const Token& token, const Switches& now) {
  return !now.has("pulled", token.serial);
}

unsigned long pulls_of(const Token& token, const Switches& now) {
  return now.number("pulls", {}, 0) + now.number("pulls@" + token.serial, {}, 0);
}

Module& Module::get() {
  static auto* const module = new Module();  // threads of the host may still call while its statics are destroyed
  const std::lock_guard lock(module->mutex_);
  if (!module->initialized_) module->folder_ = environment("KIGEN_TEST_TOKEN");
  return *module;
}

CK_FUNCTION_LIST* Module::load() {
  const std::lock_guard lock(mutex_);
  if (!folder_.empty()) configure_softhsm(folder_);
  if (real_ != nullptr) return real_;
  std::string library = switches().text("module").value_or(softhsm_library());
  std::string reason;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(library_function(library, "C_GetFunctionList", reason));
  if (get == nullptr || get(&real_) != CKR_OK || real_ == nullptr) {
    std::fprintf(stderr, "kigen-test-token: %s: %s\n", library.c_str(), reason.c_str());
    if (!folder_.empty()) append_line(state("error"), library.append(": ").append(reason));
    real_ = nullptr;
  }
  return real_;
}

void Module::initialized() {
  auto now = presence();
  auto wait = folder_.empty() ? nullptr : std::make_shared<FolderWait>(folder_);
  const std::lock_guard lock(mutex_);
  initialized_ = true;
  sessions_.clear();
  known_ = std::move(now);
  waiting_ = std::move(wait);
}

void Module::finalized() {
  const std::lock_guard lock(mutex_);
  initialized_ = false;
  sessions_.clear();
  initialized_tokens_.clear();
  if (waiting_ != nullptr) waiting_->interrupt();
  waiting_.reset();
}

bool Module::is_initialized() {
  const std::lock_guard lock(mutex_);
  return initialized_;
}

std::vector<Token> Module::tokens(const Switches& now) {
  CK_ULONG count = 0;
  std::vector<Token> found;
  // SoftHSM looks for tokens only when it is asked for the number of slots.
  if (real_->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return found;
  std::vector<CK_SLOT_ID> slots(count);
  if (real_->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return found;
  slots.resize(count);
  for (const auto slot : slots) {
    auto token = real_token(slot);
    if (!token) continue;
    token->serial = now.text("serial@" + token->real_serial).value_or(token->real_serial);
    // SoftHSM's last slot is for a token to be made.
    if (token->initialized || now.has("uninitialized")) found.push_back(std::move(*token));
  }
  std::sort(found.begin(), found.end(), [](const Token& a, const Token& b) {
    return std::pair(!a.initialized, a.real_serial) < std::pair(!b.initialized, b.real_serial);
  });
  CK_SLOT_ID next = 1 + kReaders * now.number("new-slot-ids", {}, 0);
  for (auto& token : found) token.slot = next++;
  return found;
}

std::optional<Token> Module::real_token(CK_SLOT_ID slot) {
  {
    // A token keeps its slot and serial; SoftHSM reads files for each answer, which is slow with many tokens.
    const std::lock_guard lock(mutex_);
    if (const auto found = initialized_tokens_.find(slot); found != initialized_tokens_.end()) return found->second;
  }
  CK_TOKEN_INFO info{};
  if (real_->C_GetTokenInfo(slot, &info) != CKR_OK) return std::nullopt;
  Token token;
  token.real = slot;
  token.real_serial = fixed_text(info.serialNumber, sizeof info.serialNumber);
  token.initialized = (info.flags & CKF_TOKEN_INITIALIZED) != 0;
  if (token.initialized) {
    const std::lock_guard lock(mutex_);
    initialized_tokens_[slot] = token;
  }
  return token;
}

std::optional<Token> Module::token_in(CK_SLOT_ID slot, const Switches& now) {
  for (auto& token : tokens(now)) {
    if (token.slot == slot) return std::move(token);
  }
  return std::nullopt;
}

void Module::opened(CK_SESSION_HANDLE handle, const Token& token, const Switches& now) {
  const std::lock_guard lock(mutex_);
  sessions_[handle] = Session{token, pulls_of(token, now), false};
}

void Module::closed(CK_SESSION_HANDLE handle) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(handle);
}

void Module::closed_all(const Token& token) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& each) { return each.second.token.real == token.real; });
}

std::optional<Session> Module::session(CK_SESSION_HANDLE handle) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(handle);
  if (found == sessions_.end()) return std::nullopt;
  return found->second;
}

void Module::end_lost_sessions(const Switches& now) {
  std::set<CK_SLOT_ID> ended;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [handle, session] : sessions_) {
      if (session.dead) continue;
      session.dead = !is_present(session.token, now) || pulls_of(session.token, now) != session.pulls;
      if (session.dead) ended.insert(session.token.real);
    }
  }
  for (const auto slot : ended) real_->C_CloseAllSessions(slot);
}

CK_RV Module::session_state(CK_SESSION_HANDLE handle, const Switches& now) {
  const auto known = session(handle);
  if (!known || !known->dead) return CKR_OK;  // of a handle that is none the real library knows what to say
  return is_present(known->token, now) ? CKR_SESSION_HANDLE_INVALID : CKR_DEVICE_REMOVED;
}

std::map<CK_SLOT_ID, Module::Presence> Module::presence() {
  std::map<CK_SLOT_ID, Presence> found;
  const auto now = switches();
  // A slot is known by the real library's id: ours may change while the token is out.
  for (const auto& token : tokens(now)) found[token.real] = {is_present(token, now), pulls_of(token, now)};
  return found;
}

std::optional<CK_SLOT_ID> Module::changed_slot() {
  const auto now = switches();
  const auto seen = presence();
  for (const auto& token : tokens(now)) {
    const auto found = seen.find(token.real);
    if (found == seen.end()) continue;
    const std::lock_guard lock(mutex_);
    auto& known = known_[token.real];
    const auto before = std::exchange(known, found->second);
    const bool away_and_back = before.present && known.present && before.pulls != known.pulls;
    if (before.present != known.present || away_and_back) return token.slot;
  }
  return std::nullopt;
}

CK_RV Module::next_event(bool wait, CK_SLOT_ID& slot) {
  std::shared_ptr<FolderWait> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting = waiting_;
  }
  while (is_initialized()) {
    if (const auto changed = changed_slot()) {
      slot = *changed;
      return CKR_OK;
    }
    if (!wait) return CKR_NO_EVENT;
    if (waiting == nullptr) return CKR_FUNCTION_NOT_SUPPORTED;
    if (!waiting->wait()) break;
  }
  return CKR_CRYPTOKI_NOT_INITIALIZED;
}

}  // namespace kigen::test_token

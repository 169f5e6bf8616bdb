#include "tests/token_module/module.h"

#include <algorithm>
#include <cstdio>

namespace kigen::test_token {
namespace {

constexpr char kDebianSoftHsm[] = "/usr/lib/softhsm/libsofthsm2.so";
/// Readers keep their places; `new-slot-ids` moves all of them on by this much.
constexpr CK_SLOT_ID kReaders = 16;

std::string fixed_text(const unsigned char* text, std::size_t size) {
  std::string whole(reinterpret_cast<const char*>(text), size);
  whole.erase(whole.find_last_not_of(std::string_view(" \0", 2)) + 1);
  return whole;
}

/// SoftHSM reads its configuration when it is initialised; FOLDER/tokens is written into one for this system's paths.
void configure_softhsm(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder / "tokens", error)) return;
  // One folder serves natively and under Wine, which spell its path differently.
  const std::string name =
      std::filesystem::path::preferred_separator == '/' ? "softhsm2-posix.conf" : "softhsm2-win32.conf";
  std::filesystem::create_directories(folder / "state");
  if (!std::filesystem::exists(folder / "state" / name, error)) {
    write_switch(folder / "state", name,
                 "directories.tokendir = " + (folder / "tokens").string() +
                     "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true");
  }
  set_environment("SOFTHSM2_CONF", (folder / "state" / name).string());
}

}  // namespace

bool is_present(const Token& token, const Switches& now) {
  return !now.has("pulled", token.serial);
}

unsigned long pulls_of(const Token& token, const Switches& now) {
  return now.number("pulls", {}, 0) + now.number("pulls@" + token.serial, {}, 0);
}

Module::Module() : folder_(environment("KIGEN_TEST_TOKEN")) {}

Module& Module::get() {
  static auto* const module = new Module();  // threads of the host may still call while its statics are destroyed
  return *module;
}

CK_FUNCTION_LIST* Module::load() {
  const std::lock_guard lock(mutex_);
  if (!folder_.empty()) configure_softhsm(folder_);
  if (real_ != nullptr) return real_;
  std::string library = switches().text("module").value_or(environment("KIGEN_TEST_SOFTHSM"));
  if (library.empty()) library = kDebianSoftHsm;
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
    CK_TOKEN_INFO info{};
    if (real_->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
    Token token;
    token.real = slot;
    token.real_serial = fixed_text(info.serialNumber, sizeof info.serialNumber);
    token.serial = now.text("serial@" + token.real_serial).value_or(token.real_serial);
    token.initialized = (info.flags & CKF_TOKEN_INITIALIZED) != 0;
    // SoftHSM's last slot is for a token to be made.
    if (token.initialized || now.has("uninitialized")) found.push_back(std::move(token));
  }
  std::sort(found.begin(), found.end(), [](const Token& a, const Token& b) {
    return std::pair(!a.initialized, a.real_serial) < std::pair(!b.initialized, b.real_serial);
  });
  CK_SLOT_ID next = 1 + kReaders * now.number("new-slot-ids", {}, 0);
  for (auto& token : found) token.slot = next++;
  return found;
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

CK_RV Module::session_state(CK_SESSION_HANDLE handle, const Switches& now) {
  CK_SLOT_ID ended = 0;
  CK_RV answer = CKR_OK;
  {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(handle);
    if (found == sessions_.end()) return CKR_OK;  // the real library knows what to say
    auto& session = found->second;
    const bool present = is_present(session.token, now);
    const bool alive = !session.dead && present && pulls_of(session.token, now) == session.pulls;
    if (alive) return CKR_OK;
    answer = present && session.dead ? CKR_SESSION_HANDLE_INVALID : CKR_DEVICE_REMOVED;
    if (session.dead) return answer;
    session.dead = true;
    ended = session.token.real;
    for (auto& [other, value] : sessions_) value.dead = value.dead || value.token.real == ended;
  }
  // Logs out too, as taking it out does.
  real_->C_CloseAllSessions(ended);
  return answer;
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
    if (known == found->second) continue;
    known = found->second;
    return token.slot;
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

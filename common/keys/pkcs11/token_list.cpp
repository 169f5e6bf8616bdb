#include "common/keys/pkcs11/token_list.h"

#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <set>
#include <thread>

#include "common/keys/pkcs11/ck_error.h"
#include "common/keys/pkcs11/clean_text.h"
#include "common/platform/paths.h"

namespace kigen::keys::pkcs11 {
namespace {

constexpr std::size_t kMaxText = 64;

int pin_length(std::uint64_t length) {
  return static_cast<int>(std::min<std::uint64_t>(length, kMaxPin));
}

}  // namespace

std::string function_of(const Message& reply) {
  return reply.texts.empty() ? std::string("PKCS#11") : clean_text(text_of(reply.texts[0]), kMaxText);
}

std::filesystem::path worker_program() {
#ifdef _WIN32
  return platform::program_folder() / "kigen-token.exe";
#else
  return platform::program_folder() / "kigen-token";
#endif
}

TokenInfo make_token_info(const std::string& module, std::uint64_t slot, const Message& reply) {
  const std::uint64_t flags = reply.numbers[0];
  const auto has = [flags](std::uint64_t flag) { return (flags & flag) != 0; };
  const auto text = [&](std::size_t i) { return clean_text(text_of(reply.texts[i]), kMaxText); };
  return {.module = module,
          .slot = slot,
          .label = text(0),
          .manufacturer = text(1),
          .model = text(2),
          .serial = text(3),
          .pin_min = pin_length(reply.numbers[1]),
          .pin_max = pin_length(reply.numbers[2]),
          .initialized = has(CKF_TOKEN_INITIALIZED),
          .login_required = has(CKF_LOGIN_REQUIRED),
          .write_protected = has(CKF_WRITE_PROTECTED),
          .pin_initialized = has(CKF_USER_PIN_INITIALIZED),
          .pin_to_be_changed = has(CKF_USER_PIN_TO_BE_CHANGED),
          .pin_count_low = has(CKF_USER_PIN_COUNT_LOW),
          .pin_final_try = has(CKF_USER_PIN_FINAL_TRY),
          .pin_locked = has(CKF_USER_PIN_LOCKED),
          .puk_count_low = has(CKF_SO_PIN_COUNT_LOW),
          .puk_final_try = has(CKF_SO_PIN_FINAL_TRY),
          .puk_locked = has(CKF_SO_PIN_LOCKED),
          .pin_pad = has(CKF_PROTECTED_AUTHENTICATION_PATH)};
}

Result<ModuleTokens> tokens_of(WorkerClient& worker) {
  const Result<Message> slots = worker.ask(make_request(Request::Slots));
  if (!slots) return slots.error();
  if (slots->rv != CKR_OK) return error_of(slots->rv, function_of(*slots), Purpose::Read, "", worker.module());
  ModuleTokens out;
  for (const std::uint64_t slot : slots->numbers) {
    const Result<Message> reply = worker.ask(make_request(Request::TokenInfo, {slot}), 3, 4);
    if (!reply) return reply.error();
    if (reply->rv == CKR_OK) {
      TokenInfo info = make_token_info(worker.module(), slot, *reply);
      if (!info.serial.empty()) out.tokens.push_back(std::move(info));
      continue;
    }
    Error error = error_of(reply->rv, function_of(*reply), Purpose::Read, "", worker.module());
    // It was pulled a moment ago, or is no card of this driver's.
    if (error.code != ErrorCode::TokenRemoved) out.faults.push_back(std::move(error));
  }
  return out;
}

Result<Listing> list_tokens(const std::vector<std::string>& wanted, const WorkerOptions& options,
                            std::stop_token stop) {
  const std::vector<std::string> modules = present_modules(wanted);
  if (modules.empty()) return Error(ErrorCode::TokenDriverMissing);
  // One that hangs must not keep the others waiting.
  std::vector<Result<ModuleTokens>> found(modules.size(), ModuleTokens{});
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    threads.emplace_back([&, i] {
      Result<std::unique_ptr<WorkerClient>> worker = WorkerClient::start(modules[i], options, stop);
      found[i] = worker ? tokens_of(**worker) : Result<ModuleTokens>(worker.error());
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (stop.stop_requested()) return Error(ErrorCode::Cancelled);

  Listing listing;
  std::set<std::string> serials;
  for (Result<ModuleTokens>& one : found) {
    if (!one) {
      listing.faults.push_back(one.error());
      continue;
    }
    listing.any_module = true;
    listing.faults.insert(listing.faults.end(), one->faults.begin(), one->faults.end());
    for (TokenInfo& token : one->tokens) {
      if (serials.insert(token.serial).second) listing.tokens.push_back(std::move(token));
    }
  }
  return listing;
}

}  // namespace kigen::keys::pkcs11

#include "common/keys/pkcs11/worker_client.h"

#include <p11-kit/pkcs11.h>

#include "common/keys/pkcs11/clean_text.h"

namespace kigen::keys::pkcs11 {
namespace {

// Letting go is a courtesy to the token (it forgets the login); nobody waits long for it.
constexpr std::chrono::milliseconds kFinishLimit{2000};

}  // namespace

Message make_request(Request request, std::vector<std::uint64_t> numbers) {
  return {.kind = static_cast<std::uint8_t>(request), .numbers = std::move(numbers)};
}

WorkerClient::WorkerClient(std::string module, WorkerOptions options, std::stop_token stop,
                           std::unique_ptr<Channel> channel)
    : module_(std::move(module)), options_(std::move(options)), stop_(std::move(stop)), channel_(std::move(channel)) {}

Result<std::unique_ptr<WorkerClient>> WorkerClient::start(const std::string& module, const WorkerOptions& options,
                                                          std::stop_token stop) {
  Result<std::unique_ptr<Channel>> channel = start_worker(options.program.empty() ? worker_program() : options.program);
  if (!channel) {
    return Error(ErrorCode::TokenLibraryFailed, channel.error().detail)
        .with("module", module)
        .with("system", channel.error().detail);
  }
  std::unique_ptr<WorkerClient> client(new WorkerClient(module, options, std::move(stop), std::move(*channel)));
  Message load = make_request(Request::Load);
  load.texts.push_back(octets(module));
  if (const Result<Message> loaded = client->ask(load); !loaded) return loaded.error();
  return client;
}

WorkerClient::~WorkerClient() {
  if (failed_) return;
  set_stop({});
  static_cast<void>(ask(make_request(Request::Finish), kFinishLimit));
}

void WorkerClient::set_stop(std::stop_token stop) {
  const std::lock_guard lock(stop_mutex_);
  stop_ = std::move(stop);
}

bool WorkerClient::cancelled() {
  const std::lock_guard lock(stop_mutex_);
  return stop_.stop_requested();
}

Error WorkerClient::fail(Error error) {
  failed_ = std::move(error);
  return *failed_;
}

Error WorkerClient::unusable(std::string words) {
  Error error(ErrorCode::TokenLibraryFailed, words);
  return fail(std::move(error).with("module", module_).with("system", std::move(words)));
}

Result<Message> WorkerClient::ask(const Message& request, Channel::Limit limit, std::size_t numbers,
                                  std::size_t texts) {
  if (failed_) return *failed_;
  if (cancelled()) return fail(Error(ErrorCode::Cancelled));
  const auto payload = channel_->exchange(encode(request), limit, [this] { return cancelled(); });
  if (!payload) {
    const Channel::Fault& fault = payload.error();
    if (fault.failure == Channel::Failure::Cancelled) return fail(Error(ErrorCode::Cancelled));
    if (fault.failure == Channel::Failure::Broken) return unusable(fault.words);
    std::string words = "no answer within " + std::to_string(limit.value_or(std::chrono::milliseconds{0}).count());
    return fail(Error(ErrorCode::TokenReadTimedOut, words.append(" ms")).with("module", module_));
  }
  std::optional<Message> reply = decode(*payload);
  if (!reply) return unusable("an answer that is none");
  switch (static_cast<Outcome>(reply->kind)) {
    case Outcome::Done:
      if (reply->rv == CKR_OK && (reply->numbers.size() < numbers || reply->texts.size() < texts)) break;
      return *std::move(reply);
    case Outcome::Unusable:
      return unusable(reply->texts.empty() ? std::string("unusable") : clean_text(text_of(reply->texts[0]), 512));
    default:
      break;
  }
  return unusable("an answer that does not belong to the question");
}

}  // namespace kigen::keys::pkcs11

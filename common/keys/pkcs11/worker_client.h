// One worker with its library loaded, asked from this process. Every failure below PKCS#11 (no answer in time, a crash,
// nonsense) ends the worker and stays: a worker is never started anew behind a caller's back, so that no PIN is ever
// repeated. One thread at a time, but for set_stop() and interrupt().
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "common/keys/pkcs11/channel.h"
#include "common/keys/pkcs11/protocol/message.h"
#include "common/keys/pkcs11/token.h"

namespace kigen::keys::pkcs11 {

class WorkerClient {
 public:
  /// Starts options.program (worker_program() when it is empty) and loads `module`. TokenLibraryFailed {module,
  /// system}, TokenReadTimedOut {module}, Cancelled.
  [[nodiscard]] static Result<std::unique_ptr<WorkerClient>> start(const std::string& module,
                                                                   const WorkerOptions& options, std::stop_token stop);
  ~WorkerClient();
  WorkerClient(const WorkerClient&) = delete;
  WorkerClient& operator=(const WorkerClient&) = delete;

  /// A reply whose outcome is Done, with at least `numbers` numbers and `texts` texts when it says CKR_OK. Errors as
  /// start(). Nothing as limit waits as long as it takes.
  [[nodiscard]] Result<Message> ask(const Message& request, Channel::Limit limit, std::size_t numbers = 0,
                                    std::size_t texts = 0);
  /// With the limit that every call has.
  [[nodiscard]] Result<Message> ask(const Message& request, std::size_t numbers = 0, std::size_t texts = 0) {
    return ask(request, options_.call_limit, numbers, texts);
  }
  /// Until something ended the worker.
  [[nodiscard]] bool usable() const noexcept { return !failed_; }
  void set_stop(std::stop_token stop);
  void interrupt() noexcept { channel_->interrupt(); }

  [[nodiscard]] const std::string& module() const noexcept { return module_; }
  [[nodiscard]] const WorkerOptions& options() const noexcept { return options_; }

 private:
  WorkerClient(std::string module, WorkerOptions options, std::stop_token stop, std::unique_ptr<Channel> channel);
  [[nodiscard]] bool cancelled();
  [[nodiscard]] Error fail(Error error);
  [[nodiscard]] Error unusable(std::string words);

  std::string module_;
  WorkerOptions options_;
  std::mutex stop_mutex_;
  std::stop_token stop_;
  std::unique_ptr<Channel> channel_;
  std::optional<Error> failed_;  ///< what ended the worker
};

/// A request of these parts.
[[nodiscard]] Message make_request(Request request, std::vector<std::uint64_t> numbers = {});

}  // namespace kigen::keys::pkcs11

// A client for programs with windows: it never blocks the caller, and it reconnects by itself.
//
// Threads: network work runs on a thread of its own. Every callback goes through the Executor that the program gives
// (the tray posts to its window), so that the program sees one thread. All members may be called from that thread.
// Ownership: destroy it on the executor's thread; callbacks that are still queued there then do nothing.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "common/ipc/client.h"

namespace kigen::ipc {

/// Runs a function on the program's own thread, soon. Must be callable from any thread and must not run it in place.
using Executor = std::function<void(std::function<void()>)>;

struct AsyncClientEvents {
  /// After each successful hello. A changed `instance` says that the service was restarted.
  std::function<void(const HelloResult&)> connected;
  /// After a lost connection and after each failed attempt: why, and when the next attempt is.
  std::function<void(const Error&, std::chrono::milliseconds retry_in)> disconnected;
  std::function<void(const Push&)> pushed;
};

class AsyncClient {
 public:
  /// `subscribe`: after each hello, ask for pushes; its StatusResult is handed to `pushed` as well.
  AsyncClient(ClientOptions options, Executor executor, AsyncClientEvents events, bool subscribe = true);
  ~AsyncClient();
  AsyncClient(const AsyncClient&) = delete;
  AsyncClient& operator=(const AsyncClient&) = delete;

  void start();
  /// Skips the rest of the waiting time before the next attempt (resume from sleep, the user asked).
  void reconnect_now();

  /// `done` is called exactly once while this object lives: at once with PipeUnavailable when not connected.
  template <class P, class R>
  void call(const Method<P, R>& method, const std::type_identity_t<P>& params,
            std::type_identity_t<std::function<void(Result<R>)>> done) {
    call_json(method.name, to_json(params), [done = std::move(done)](const Result<const boost::json::value*>& value) {
      auto answer = std::make_shared<Result<R>>(value ? from_json<R>(**value) : Result<R>(value.error()));
      return std::function<void()>([done, answer] { done(std::move(*answer)); });
    });
  }

  /// Any method. `decode` runs on the network thread and returns what is to run on the executor.
  void call_json(std::string_view method, std::string params_json,
                 std::function<std::function<void()>(const Result<const boost::json::value*>&)> decode);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::ipc

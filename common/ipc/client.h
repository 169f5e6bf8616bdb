// A client that waits: for kigenctl and tests. Programs with windows use async_client.h.
//
// Threads: one thread at a time. Each call returns after its time limit at the latest. Pushes that arrive during a call
// or wait_for_push are handed to the push callback on the calling thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "common/base/result.h"
#include "common/ipc/endpoint.h"
#include "common/ipc/messages_json.h"
#include "common/ipc/methods.h"

namespace kigen::ipc {

struct ClientOptions {
  Endpoint endpoint = default_endpoint();
  std::string client = "ctl";  ///< what hello says: "tray", "wizard", "ctl"
  std::string version;         ///< this program's version
  /// Windows: accept a server process that is not the installed service. Only for an endpoint that a developer named.
  bool accept_console_server = false;
  std::chrono::milliseconds connect_limit{5'000};
  std::chrono::milliseconds call_limit{30'000};
};

class Client {
 public:
  /// Connects and says hello. PipeUnavailable (nobody listens), PipeServerNotTrusted, PipeVersion, TimedOut …
  [[nodiscard]] static Result<Client> connect(ClientOptions options);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  [[nodiscard]] const HelloResult& server() const;

  /// `client.call(kList, ListParams{…})` → Result<ListResult>. The service's own error comes back as it was.
  template <class P, class R>
  [[nodiscard]] Result<R> call(const Method<P, R>& method, const std::type_identity_t<P>& params = {}) {
    Result<R> answer = Error(ErrorCode::Internal, "no answer");
    Status status = call_json(method.name, to_json(params),
                              [&answer](const boost::json::value& value) { answer = from_json<R>(value); });
    if (!status) return status.error();
    return answer;
  }

  /// Any method, raw: `result` is called once with the answer's result, during this call.
  [[nodiscard]] Status call_json(std::string_view method, std::string_view params_json,
                                 const std::function<void(const boost::json::value&)>& result);

  void on_push(std::function<void(const Push&)> handler);
  /// Until one push was handed over (true) or the limit passed (false).
  [[nodiscard]] Result<bool> wait_for_push(std::chrono::milliseconds limit);
  void set_call_limit(std::chrono::milliseconds limit);

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::ipc

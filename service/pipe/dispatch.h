// From a request's bytes to a call of the ServiceApi and back to an answer's bytes. No I/O.
//
// Threads: as ServiceApi. Exceptions of an implementation stop here and become KGN-9001.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/ipc/envelope.h"
#include "service/pipe/service_api.h"

namespace kigen::pipe {

/// Takes the answer's frame.
using Respond = std::function<void(std::string frame)>;

struct ServiceIdentity {
  std::string version;
  std::string instance;
};

/// The outcome of the first request of a connection.
struct Greeting {
  bool accepted = false;
  std::string client;  ///< what the client calls itself
  std::string frame;   ///< the answer, good or bad
};

/// Anything but a good `hello` of our protocol version is refused.
[[nodiscard]] Greeting greet(const Caller& caller, const ServiceIdentity& identity, std::string_view payload);

/// Answers one request after `hello` through `respond`, at once or later, exactly once if the implementation does.
/// Returns false when the payload broke the protocol (no JSON, no request): the answer has been given, and the
/// connection must end.
[[nodiscard]] bool dispatch(ServiceApi& api, const Caller& caller, std::string_view payload, const Respond& respond);

}  // namespace kigen::pipe

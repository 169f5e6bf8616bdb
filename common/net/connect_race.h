// A TCP connection to the first of several addresses that answers (RFC 8305, "happy eyeballs"): the next address is
// tried when the one before failed or has not answered within the delay. The connection is closed at once: only
// reachability is asked for.
//
// Everything runs on the io_context's one thread. The race keeps itself alive until its handler was called or dropped.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace boost::asio {
class io_context;
}

namespace kigen::net {

/// RFC 8305 section 5: the recommended connection attempt delay.
inline constexpr std::chrono::milliseconds kAttemptDelay{250};

class ConnectRace {
 public:
  virtual ~ConnectRace() = default;
  /// Closes all attempts; the handler is never called after this.
  virtual void abandon() = 0;
  /// What went wrong so far, one "address: reason" a failed attempt, "; " between.
  [[nodiscard]] virtual std::string failures() const = 0;
};

/// The address that answered; else HostUnreachable, or HostTimedOut when an attempt ended by the system's own time-out.
using RaceHandler = std::function<void(Result<std::string>)>;

/// `addresses` are numeric and tried in this order. The handler is called once, never from inside this call.
[[nodiscard]] std::shared_ptr<ConnectRace> async_connect_first(boost::asio::io_context& io,
                                                               std::vector<std::string> addresses, std::uint16_t port,
                                                               RaceHandler handler);

}  // namespace kigen::net

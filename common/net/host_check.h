// Can this PC reach the hosts that a renewal needs? Name, then TCP connection, for each host at the same time; what a
// company's firewall must allow is exactly what fails here. TLS and proxies are not part of it.
//
// Handlers run on the io_context's thread, never from inside check_hosts(). cancel() may be called from any thread.
// The check keeps itself alive until the last handler ran; drop the returned handle before the io_context.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/net/resolve.h"
#include "common/profile/profile.h"

namespace boost::asio {
class io_context;
}

namespace kigen::net {

inline constexpr std::size_t kMaxHosts = 32;

struct HostResult {
  profile::Host host;
  std::vector<std::string> addresses;  ///< numeric, in the order tried, at most kMaxAddresses; empty: no name found
  std::string connected;               ///< the address that answered; "" when none did
  std::chrono::milliseconds elapsed{};
  /// HostNameNotFound, HostUnreachable (refused, no route), HostTimedOut (args "step": "name" or "connect"), Cancelled.
  /// Args "host" and "port" always; the detail names each address with what the system said.
  std::optional<Error> error;
};

struct HostCheckOptions {
  std::chrono::milliseconds timeout{10'000};  ///< for one host in all, name and connection
  Resolver resolver = resolve_with_system;
};

class HostCheck {
 public:
  virtual ~HostCheck() = default;
  /// Hosts that have no result yet get Cancelled, soon; then all_done is called. Does nothing when all is done.
  virtual void cancel() = 0;
};

using HostHandler = std::function<void(std::size_t index, const HostResult&)>;
using AllHostsHandler = std::function<void(std::vector<HostResult>)>;

/// One result a host as it comes (`index` into `hosts`), then all of them in the order of `hosts`. More than kMaxHosts
/// hosts: InvalidArgument, and no handler is called.
[[nodiscard]] Result<std::shared_ptr<HostCheck>> check_hosts(boost::asio::io_context& io,
                                                             std::vector<profile::Host> hosts, HostCheckOptions options,
                                                             HostHandler on_host, AllHostsHandler all_done);

/// The same, waiting, on an io_context of its own: for command lines and worker threads. Waits at most the time-out.
[[nodiscard]] Result<std::vector<HostResult>> check_hosts_and_wait(std::vector<profile::Host> hosts,
                                                                   HostCheckOptions options);

}  // namespace kigen::net

// Names to addresses, without ever blocking the thread that asks.
//
// A system's name lookup cannot be cancelled and may take half a minute, so each one runs on a thread of its own that
// nobody waits for; its answer is posted to the io_context, or dropped when the asker went away.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace boost::asio {
class io_context;
}

namespace kigen::net {

inline constexpr std::size_t kMaxAddresses = 16;

/// Numeric IPv4 and IPv6 addresses of a name, in the system's order of preference (RFC 6724). Blocks; called on any
/// thread, possibly on several at once. Errors: HostNameNotFound.
using Resolver = std::function<Result<std::vector<std::string>>(const std::string& host)>;

[[nodiscard]] Result<std::vector<std::string>> resolve_with_system(const std::string& host);

/// At most kMaxAddresses, without repetitions, families taken in turn (RFC 8305 section 4), the first one's family
/// first.
[[nodiscard]] std::vector<std::string> alternate_families(const std::vector<std::string>& addresses);

/// The running lookup. abandon() (also done by the destructor) drops the handler, which is then never called.
class Lookup {
 public:
  virtual ~Lookup() = default;
  virtual void abandon() = 0;
};

using LookupHandler = std::function<void(Result<std::vector<std::string>>)>;

/// Calls `handler` once on `io`'s thread. `io` must outlive the returned object; the object keeps no work on `io`.
[[nodiscard]] std::unique_ptr<Lookup> async_resolve(boost::asio::io_context& io, const std::string& host,
                                                    Resolver resolver, LookupHandler handler);

}  // namespace kigen::net

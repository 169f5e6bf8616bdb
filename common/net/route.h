// A connection to a server by the ways out that the proxy setting gives, tried in their order.
#pragma once

#include <memory>
#include <stop_token>

#include "common/net/wire.h"

namespace kigen::net {

/// A wire whose other end is the server, TLS not begun. Errors: those of Wire::open and those that http.h names for
/// proxies, each {phase}; of several ways the first one's error, the others in its detail.
[[nodiscard]] Result<std::unique_ptr<Wire>> open_way_to(const Url& url, const ConnectOptions& options,
                                                        std::stop_token stop);

}  // namespace kigen::net

// A way through a proxy: CONNECT (RFC 9110 9.3.6) with whatever login the proxy wants.
#pragma once

#include <memory>
#include <stop_token>

#include "common/net/wire.h"

namespace kigen::net {

/// A wire to the server through `proxy`. Errors: ProxyUnreachable, ProxyRefused {status}, ProxyLoginNeeded {schemes},
/// ProxyLoginWrong, HostTimedOut, ConnectionLost, AnswerTooLarge, AnswerUnreadable, Cancelled; each {proxy, phase}.
[[nodiscard]] Result<std::unique_ptr<Wire>> open_tunnel(const ProxyAddress& proxy, const Url& url,
                                                        const ConnectOptions& options, const std::stop_token& stop);

}  // namespace kigen::net

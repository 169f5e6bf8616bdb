#include "common/net/route.h"

#include "common/net/tunnel.h"

namespace kigen::net {

namespace {

/// Another way may do better: this one did not even lead to a proxy or a server.
bool leads_nowhere(const Error& error) {
  return error.code == ErrorCode::ProxyUnreachable || error.code == ErrorCode::HostUnreachable ||
         error.code == ErrorCode::HostTimedOut || error.code == ErrorCode::HostNameNotFound;
}

Result<std::unique_ptr<Wire>> open_one(const std::optional<ProxyAddress>& way, const Url& url,
                                       const ConnectOptions& options, const std::stop_token& stop) {
  if (!way) return Wire::open(url.host, url.port, options, stop);
  return open_tunnel(*way, url, options, stop);
}

}  // namespace

Result<std::unique_ptr<Wire>> open_way_to(const Url& url, const ConnectOptions& options, std::stop_token stop) {
  const auto route = route_for(options.proxy.setting, url, stop);
  if (!route) return Error(route.error()).with("phase", "proxy");
  std::optional<Error> first;
  for (const auto& way : *route) {
    auto wire = open_one(way, url, options, stop);
    if (wire) return wire;
    if (!first) {
      first = wire.error();
    } else {
      first->detail += "; then " + to_log_line(wire.error());
    }
    if (!leads_nowhere(wire.error())) break;
  }
  return first ? *first : Error(ErrorCode::ProxySettingUnusable).with("reason", "no way out");
}

}  // namespace kigen::net

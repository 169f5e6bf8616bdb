// The way out of a company's network: the system's setting (with PAC and WPAD), a given proxy, or none.
//
// Deciding which proxy serves a URL may run a script or ask the network: it blocks, use a worker thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/secret.h"
#include "common/net/url.h"

namespace kigen::net {

struct ProxySetting {
  enum class Kind { System, Manual, None };
  Kind kind = Kind::System;
  std::string host;  ///< Manual
  std::uint16_t port = 0;
  friend bool operator==(const ProxySetting&, const ProxySetting&) = default;
};

struct ProxyAddress {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const ProxyAddress&, const ProxyAddress&) = default;
};

/// Ways out in the order to try; an empty optional is "direct".
using ProxyRoute = std::vector<std::optional<ProxyAddress>>;

/// Reads what a PAC script answers: "PROXY a:8080; DIRECT". Unknown kinds (SOCKS …) are stepped over; at most 8 entries
/// of at most 4,096 octets in all. InvalidArgument {reason} when nothing usable is in it.
[[nodiscard]] Result<ProxyRoute> parse_pac_answer(std::string_view text);

/// The route for a URL. System: Internet settings of this user (WinHTTP: PAC, WPAD, fixed proxy, bypass list); on Linux
/// https_proxy and no_proxy. Errors: ProxySettingUnusable {reason} (a PAC file that cannot be loaded or run).
[[nodiscard]] Result<ProxyRoute> route_for(const ProxySetting& setting, const Url& url, std::stop_token stop);

struct ProxyLogin {
  std::string user;  ///< "DOMAIN\\user" or "user"
  Secret password;
};

struct ProxyPolicy {
  ProxySetting setting;
  /// Asked when the proxy wants a login that the signed-in user's (NTLM, Negotiate through SSPI) did not satisfy:
  /// Basic, Digest, NTLM, Negotiate. Called on the connecting thread; nothing is "give up" (ProxyLoginNeeded).
  /// `again`: what was given last was wrong.
  std::function<std::optional<ProxyLogin>(const ProxyAddress& proxy, const std::string& realm, bool again)> ask;
};

/// Kept only if the user asked for it; Windows: under DPAPI for this user; elsewhere nothing is ever kept.
class ProxyLoginStore {
 public:
  virtual ~ProxyLoginStore() = default;
  [[nodiscard]] virtual std::optional<ProxyLogin> load(const ProxyAddress& proxy) = 0;
  [[nodiscard]] virtual Status save(const ProxyAddress& proxy, const ProxyLogin& login) = 0;
  [[nodiscard]] virtual Status forget(const ProxyAddress& proxy) = 0;
};
[[nodiscard]] std::unique_ptr<ProxyLoginStore> open_proxy_login_store(const std::string& folder);

}  // namespace kigen::net

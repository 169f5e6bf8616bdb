// How systems write their proxy settings, read. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "common/base/result.h"
#include "common/net/proxy.h"

namespace kigen::net {

/// "proxy", "proxy:8080", "[2001:db8::1]:8080", "http://proxy:8080/"; without a port it is `default_port`. Nothing when
/// it is no proxy that speaks HTTP in the clear.
[[nodiscard]] std::optional<ProxyAddress> parse_proxy_address(std::string_view text, std::uint16_t default_port);

/// Windows's list ("proxy:80", "http=a:80;https=b:8080", WINHTTP_PROXY_INFO): what serves https. At most kMaxWays.
[[nodiscard]] ProxyRoute parse_proxy_list(std::string_view text);
inline constexpr std::size_t kMaxWays = 8;

/// Windows's bypass list ("*.example.jp;10.*;<local>"): names with '*', "<local>" for names without a dot.
[[nodiscard]] bool in_bypass_list(std::string_view list, std::string_view host);

/// no_proxy of other systems: "*", or names with all that is below them ("example.jp" and ".example.jp"), a port after
/// a colon where only that one is meant.
[[nodiscard]] bool in_no_proxy(std::string_view list, std::string_view host, std::uint16_t port);

}  // namespace kigen::net

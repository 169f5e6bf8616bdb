// "host:port" as people write it in profiles and as a firewall's form wants it. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/profile/profile.h"

namespace kigen::net {

/// "ra.example.jp:443"; an IPv6 address stands in brackets: "[2001:db8::1]:443" (RFC 3986 3.2.2).
[[nodiscard]] std::string to_text(const profile::Host& host);
/// Reads what to_text writes; without a port it is 443. Nothing when the host is empty, longer than 253 octets or has
/// characters that no host name has, or when the port is not 1 to 65535.
[[nodiscard]] std::optional<profile::Host> host_from_text(std::string_view text);

}  // namespace kigen::net

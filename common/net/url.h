// https URLs as Kigen uses them (RFC 3986): no user info, no fragment. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace kigen::net {

struct Url {
  std::string scheme = "https";  ///< "https"; "http" only where a caller allows it
  std::string host;              ///< lower-case; an IPv6 address without brackets
  std::uint16_t port = 443;
  std::string target = "/";  ///< path and query, begins with '/'
  friend bool operator==(const Url&, const Url&) = default;
};

/// Errors: InvalidArgument {value, reason} for anything else than an absolute http(s) URL of at most 2,000 octets.
[[nodiscard]] Result<Url> parse_url(std::string_view text);
/// The default port is left out.
[[nodiscard]] std::string to_text(const Url& url);
/// scheme, host and port are equal (RFC 6454).
[[nodiscard]] bool same_origin(const Url& a, const Url& b);
/// A Location header against the URL it came from (RFC 3986 5.2).
[[nodiscard]] Result<Url> resolve(const Url& base, std::string_view reference);

}  // namespace kigen::net

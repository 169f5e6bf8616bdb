// Text as one segment of a URL's path (RFC 3986 2.1). Pure.
#pragma once

#include <string>
#include <string_view>

namespace kigen::net {

/// Everything but unreserved characters as %XX, octet by octet of UTF-8: whatever is in it, it stays one segment.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace kigen::net

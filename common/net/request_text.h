// A request as octets (RFC 9112 3), and the login that RFC 7617 makes of a user and a password. Pure functions.
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "common/net/http.h"
#include "common/net/wiping_allocator.h"

namespace kigen::net {

/// "Basic …": user and password in UTF-8. InvalidArgument when the user has a colon or a control character.
[[nodiscard]] Result<WipedText> basic_credentials(std::string_view user, std::string_view password);

/// `authority` is what Host says; `authorization` may be empty. InvalidArgument {value, reason} for a method, target or
/// header that would not stay one line.
[[nodiscard]] Result<WipedText> request_octets(const Request& request, std::string_view authority,
                                               std::string_view authorization);

/// CONNECT for "host:port" (RFC 9112 3.2.3) with Proxy-Authorization, which may be empty.
[[nodiscard]] Result<WipedText> connect_octets(std::string_view target, std::string_view authorization);

}  // namespace kigen::net

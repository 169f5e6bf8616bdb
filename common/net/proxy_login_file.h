// A proxy's login as it lies in its file, before and after the system's protection. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "common/net/proxy.h"
#include "common/net/wiping_allocator.h"

namespace kigen::net {

/// "proxy-" and 32 hexadecimal digits of a SHA-256 over "host:port": no name of a host becomes a path.
[[nodiscard]] std::string proxy_login_file_name(const ProxyAddress& proxy);

/// User and password, apart by a NUL that neither may hold. InvalidArgument when one does.
[[nodiscard]] Result<WipedText> pack_login(const ProxyLogin& login);
[[nodiscard]] std::optional<ProxyLogin> unpack_login(std::string_view octets);

}  // namespace kigen::net

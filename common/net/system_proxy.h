// The proxy setting of the signed-in user as the system has it. May run a script, may ask the network: blocks.
#pragma once

#include "common/base/result.h"
#include "common/net/proxy.h"

namespace kigen::net {

/// Errors: ProxySettingUnusable {reason}.
[[nodiscard]] Result<ProxyRoute> system_route(const Url& url);

}  // namespace kigen::net

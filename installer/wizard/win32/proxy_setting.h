// How this user's wizard reaches the internet: HKEY_CURRENT_USER\Software\Kigen, value "Proxy": "system", "none" or
// "host:port". Never a login.
#pragma once

#include "common/net/proxy.h"

namespace kigen::wizard {

/// System when nothing usable is there.
[[nodiscard]] net::ProxySetting kept_proxy();
void keep_proxy(const net::ProxySetting& setting);

}  // namespace kigen::wizard

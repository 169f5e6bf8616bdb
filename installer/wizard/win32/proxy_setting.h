// How this user's wizard reaches the internet: HKEY_CURRENT_USER\Software\Kigen, value "Proxy": "system", "none" or
// "host:port". A portable one keeps it in the file "proxy.txt" of its own folder. Never a login.
#pragma once

#include "common/net/proxy.h"

namespace kigen::wizard {

/// System when nothing usable is there.
[[nodiscard]] net::ProxySetting kept_proxy();
void keep_proxy(const net::ProxySetting& setting);

}  // namespace kigen::wizard

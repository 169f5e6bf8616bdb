// What may stand in the proxy settings. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/net/proxy.h"
#include "installer/wizard/model/state.h"

namespace kigen::wizard {

struct ProxyEntry {
  net::ProxySetting::Kind kind = net::ProxySetting::Kind::System;
  std::string host, port;  ///< as typed; full width is folded
  bool login = false;
  std::string user;
};

enum class ProxyComplaint { None, Host, Port, User };

struct ProxyReading {
  ProxyComplaint complaint = ProxyComplaint::None;
  net::ProxySetting setting;  ///< with Complaint::None
  std::string user;           ///< "" without a login
};

/// "http://proxy.example:8080/" pasted into the address gives host and port.
[[nodiscard]] ProxyReading read_proxy(const ProxyEntry& entry);

/// The setting as one word, as it is kept: "system", "none", "proxy.example:8080".
[[nodiscard]] std::string to_text(const net::ProxySetting& setting);
[[nodiscard]] std::optional<net::ProxySetting> proxy_from_text(std::string_view text);

}  // namespace kigen::wizard

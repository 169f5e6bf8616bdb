#include "installer/wizard/model/proxy_input.h"

#include <charconv>

#include "common/base/utf8_fold.h"
#include "common/net/endpoint_text.h"
#include "installer/wizard/model/credential_input.h"

namespace kigen::wizard {
namespace {

/// Without the scheme and the last slash that a pasted URL has.
std::string bare(std::string text) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (text.starts_with(scheme)) text.erase(0, scheme.size());
  while (text.ends_with('/')) text.pop_back();
  return text;
}

std::optional<std::uint16_t> read_port(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool names_port(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto bracket = text.rfind(']');
  if (colon == std::string::npos) return false;
  if (bracket != std::string::npos) return colon > bracket;
  return text.find(':') == colon;  // a bare IPv6 address has several
}

}  // namespace

ProxyReading read_proxy(const ProxyEntry& entry) {
  ProxyReading reading;
  reading.setting.kind = entry.kind;
  if (entry.kind == net::ProxySetting::Kind::Manual) {
    const std::string typed = bare(std::string(trimmed(fold_case_and_width(entry.host))));
    const bool ipv6 = typed.find(':') != typed.rfind(':') && !typed.starts_with('[');
    const auto host = net::host_from_text(ipv6 ? '[' + typed + ']' : typed);
    if (!host) {
      reading.complaint = ProxyComplaint::Host;
      return reading;
    }
    const std::string typed_port(trimmed(fold_case_and_width(entry.port)));
    const auto port = typed_port.empty() && names_port(typed) ? std::optional(host->port) : read_port(typed_port);
    if (!port) {
      reading.complaint = ProxyComplaint::Port;
      return reading;
    }
    reading.setting.host = host->host;
    reading.setting.port = *port;
  }
  if (entry.login && entry.kind != net::ProxySetting::Kind::None) {
    reading.user = trimmed(entry.user);
    if (reading.user.empty()) reading.complaint = ProxyComplaint::User;
  }
  return reading;
}

std::string to_text(const net::ProxySetting& setting) {
  if (setting.kind == net::ProxySetting::Kind::System) return "system";
  if (setting.kind == net::ProxySetting::Kind::None) return "none";
  return net::to_text(profile::Host{setting.host, setting.port});
}

std::optional<net::ProxySetting> proxy_from_text(std::string_view text) {
  using Kind = net::ProxySetting::Kind;
  if (text == "system") return net::ProxySetting{Kind::System, {}, 0};
  if (text == "none") return net::ProxySetting{Kind::None, {}, 0};
  const auto host = net::host_from_text(text);
  if (!host) return std::nullopt;
  return net::ProxySetting{Kind::Manual, host->host, host->port};
}

}  // namespace kigen::wizard

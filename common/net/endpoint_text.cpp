#include "common/net/endpoint_text.h"

#include <algorithm>
#include <charconv>

namespace kigen::net {

namespace {

constexpr std::size_t kMaxHostName = 253;  // RFC 1035 2.3.4, without the final dot

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_address6_character(char c) {
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

std::optional<std::uint16_t> port_from_text(std::string_view text) {
  unsigned port = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stop != end || port == 0 || port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

}  // namespace

std::string to_text(const profile::Host& host) {
  const bool bracketed = host.host.find(':') != std::string::npos;
  return (bracketed ? '[' + host.host + ']' : host.host) + ':' + std::to_string(host.port);
}

std::optional<profile::Host> host_from_text(std::string_view text) {
  std::string_view name = text;
  std::string_view port;
  bool has_port = false;
  const bool bracketed = !text.empty() && text.front() == '[';
  if (bracketed) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    name = text.substr(1, close - 1);
    const std::string_view rest = text.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') return std::nullopt;
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    name = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  if (name.empty() || name.size() > kMaxHostName) return std::nullopt;
  if (!std::all_of(name.begin(), name.end(), bracketed ? is_address6_character : is_host_character))
    return std::nullopt;
  profile::Host host;
  host.host = name;
  if (has_port) {
    const auto number = port_from_text(port);
    if (!number) return std::nullopt;
    host.port = *number;
  }
  return host;
}

}  // namespace kigen::net

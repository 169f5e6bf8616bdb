#include "common/net/proxy_text.h"

#include <algorithm>

#include "common/net/endpoint_text.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxPacAnswer = 4096;
constexpr std::size_t kMaxList = 8192;
constexpr std::string_view kSpaces = " \t\r\n";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool ends_with_word(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && same_word(text.substr(text.size() - end.size()), end);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpaces);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// The next part of `rest` up to one of `separators`; parts may be empty.
std::string_view next_part(std::string_view& rest, std::string_view separators) {
  const auto end = std::min(rest.find_first_of(separators), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

/// '*' stands for any characters. Iterative, so that no pattern can make it slow beyond the product of the lengths.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

bool has_port(std::string_view text) {
  return text.front() == '[' ? text.find("]:") != text.npos : text.find(':') != text.npos;
}

}  // namespace

std::optional<ProxyAddress> parse_proxy_address(std::string_view text, std::uint16_t default_port) {
  text = trimmed(text);
  if (const auto scheme = text.find("://"); scheme != text.npos) {
    if (!same_word(text.substr(0, scheme), "http")) return std::nullopt;
    text.remove_prefix(scheme + 3);
  }
  if (const auto user = text.rfind('@'); user != text.npos) text.remove_prefix(user + 1);
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  const auto host = host_from_text(text);
  if (!host) return std::nullopt;
  return ProxyAddress{host->host, has_port(text) ? host->port : default_port};
}

Result<ProxyRoute> parse_pac_answer(std::string_view text) {
  const auto unusable = [](const char* why) { return Error(ErrorCode::InvalidArgument).with("reason", why); };
  if (text.size() > kMaxPacAnswer) return unusable("longer than 4096 octets");
  ProxyRoute route;
  while (!text.empty() && route.size() < kMaxWays) {
    const auto way = next_part(text, ";");
    const auto space = std::min(way.find_first_of(kSpaces), way.size());
    const auto kind = way.substr(0, space);
    const auto where = trimmed(way.substr(space));
    if (same_word(kind, "DIRECT") && where.empty()) {
      route.emplace_back(std::nullopt);
    } else if (same_word(kind, "PROXY") || same_word(kind, "HTTP")) {
      if (auto proxy = parse_proxy_address(where, 80)) route.emplace_back(std::move(proxy));
    }
  }
  if (route.empty()) return unusable("no way out that can be used");
  return route;
}

ProxyRoute parse_proxy_list(std::string_view text) {
  ProxyRoute for_https, for_all;
  text = text.substr(0, kMaxList);
  while (!text.empty()) {
    auto entry = next_part(text, "; \t");
    if (entry.empty()) continue;
    const auto equals = entry.find('=');
    const bool named = equals != entry.npos;
    if (named && !same_word(trimmed(entry.substr(0, equals)), "https")) continue;
    if (named) entry.remove_prefix(equals + 1);
    auto& route = named ? for_https : for_all;
    auto proxy = parse_proxy_address(entry, 80);
    if (proxy && route.size() < kMaxWays) route.emplace_back(std::move(proxy));
  }
  return for_https.empty() ? for_all : for_https;
}

bool in_bypass_list(std::string_view list, std::string_view host) {
  list = list.substr(0, kMaxList);
  while (!list.empty()) {
    auto entry = next_part(list, "; \t,");
    if (entry.empty()) continue;
    if (same_word(entry, "<local>")) {
      if (host.find_first_of(".:") == host.npos) return true;
      continue;
    }
    if (const auto scheme = entry.find("://"); scheme != entry.npos) entry.remove_prefix(scheme + 3);
    if (matches(entry, host)) return true;
  }
  return false;
}

bool in_no_proxy(std::string_view list, std::string_view host, std::uint16_t port) {
  list = list.substr(0, kMaxList);
  while (!list.empty()) {
    auto entry = next_part(list, ", \t");
    if (entry == "*") return true;
    const auto colon = entry.find(':');
    if (colon != entry.npos && colon == entry.rfind(':')) {
      if (entry.substr(colon + 1) != std::to_string(port)) continue;
      entry = entry.substr(0, colon);
    }
    while (entry.starts_with("*")) entry.remove_prefix(1);
    while (entry.starts_with(".")) entry.remove_prefix(1);
    if (entry.empty() || !ends_with_word(host, entry)) continue;
    if (host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.') return true;
  }
  return false;
}

}  // namespace kigen::net

#include "common/net/url.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "common/net/endpoint_text.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxUrl = 2000;

Error bad_url(std::string_view text, const char* reason) {
  // A URL that somebody else sent: only as much of it as a person can read, and nothing that a terminal would obey.
  std::string shown(text.substr(0, 200));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return Error(ErrorCode::InvalidArgument).with("value", std::move(shown)).with("reason", reason);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

/// RFC 3986 5.2.4 over a path that begins with '/'. The query is not part of it.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_folder = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    ends_in_folder = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!ends_in_folder) kept.push_back(segment);
  }
  std::string result;
  for (const auto segment : kept) result.append("/").append(segment);
  if (ends_in_folder || result.empty()) result += '/';
  return result;
}

/// "host", "host:port", "[address]:port": everything else is no authority that Kigen would go to.
bool read_authority(std::string_view text, Url& url) {
  if (text.empty() || text.back() == ':') return false;
  const auto host = host_from_text(text);
  if (!host) return false;
  const bool has_port = text.front() == '[' ? text.find("]:") != std::string_view::npos : text.rfind(':') != text.npos;
  url.host = lower(host->host);
  url.port = has_port ? host->port : default_port(url.scheme);
  return url.host.front() != '.' && url.host.find("..") == std::string::npos;
}

std::string target_of(std::string_view rest) {
  const auto query = std::min(rest.find('?'), rest.size());
  const auto path = rest.substr(0, query);
  std::string target = path.empty() ? "/" : without_dot_segments(path);
  return target.append(rest.substr(query));
}

bool all_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrl) return bad_url(text, "too long");
  if (!all_visible(text)) return bad_url(text, "characters that no URL has");
  if (text.find_first_of("\\\"<>^`{|}") != text.npos) return bad_url(text, "characters that no URL has");
  const auto colon = text.find("://");
  if (colon == text.npos) return bad_url(text, "not absolute");
  Url url;
  url.scheme = lower(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http") return bad_url(text, "neither https nor http");
  if (text.find('#') != text.npos) return bad_url(text, "a fragment");
  const auto after = text.substr(colon + 3);
  const auto end = std::min(after.find_first_of("/?"), after.size());
  const auto authority = after.substr(0, end);
  if (authority.find('@') != authority.npos) return bad_url(authority.substr(authority.rfind('@')), "user information");
  if (!read_authority(authority, url)) return bad_url(text, "no host");
  url.target = target_of(after.substr(end));
  return url;
}

std::string to_text(const Url& url) {
  const bool bracketed = url.host.find(':') != std::string::npos;
  std::string text = url.scheme + "://" + (bracketed ? '[' + url.host + ']' : url.host);
  if (url.port != default_port(url.scheme)) text += ':' + std::to_string(url.port);
  return text + url.target;
}

bool same_origin(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

Result<Url> resolve(const Url& base, std::string_view reference) {
  const auto fragment = std::min(reference.find('#'), reference.size());
  reference = reference.substr(0, fragment);
  if (reference.size() > kMaxUrl) return bad_url(reference, "too long");
  const auto delimiter = reference.find_first_of(":/?");
  if (delimiter != reference.npos && delimiter != 0 && reference[delimiter] == ':') return parse_url(reference);
  if (reference.starts_with("//")) return parse_url(base.scheme + ':' + std::string(reference));
  Url origin = base;
  origin.target.clear();
  const std::string prefix = to_text(origin);
  if (reference.starts_with('/')) return parse_url(prefix + std::string(reference));
  const std::string_view target = base.target;
  const auto path = target.substr(0, std::min(target.find('?'), target.size()));
  if (reference.empty()) return base;
  if (reference.starts_with('?')) return parse_url(prefix + std::string(path) + std::string(reference));
  return parse_url(prefix + std::string(path.substr(0, path.rfind('/') + 1)) + std::string(reference));
}

}  // namespace kigen::net

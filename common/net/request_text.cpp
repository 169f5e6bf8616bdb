#include "common/net/request_text.h"

#include <algorithm>

#include "common/net/base64_text.h"

namespace kigen::net {

namespace {

bool is_visible(char c) {
  return c > ' ' && c <= '~';
}
bool is_control(char c) {
  return (c >= 0 && c < ' ') || c == '\x7f';
}

/// RFC 9110 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_visible(c) && std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\t'; });
}

bool is_target(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_visible);
}

Error bad(std::string_view what) {
  return Error(ErrorCode::InvalidArgument).with("value", std::string(what)).with("reason", "not one line");
}

void append_field(WipedText& text, std::string_view name, std::string_view value) {
  append(text, name);
  append(text, ": ");
  append(text, value);
  append(text, "\r\n");
}

bool has_field(const Request& request, std::string_view lower_case_name) {
  return std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& field) {
    return std::equal(field.first.begin(), field.first.end(), lower_case_name.begin(), lower_case_name.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
  });
}

bool wants_length(const Request& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT";
}

}  // namespace

Result<WipedText> basic_credentials(std::string_view user, std::string_view password) {
  const bool fine = user.find(':') == user.npos && std::none_of(user.begin(), user.end(), is_control) &&
                    std::none_of(password.begin(), password.end(), is_control);
  if (!fine) return Error(ErrorCode::InvalidArgument).with("value", "login").with("reason", "characters");
  WipedText plain;
  plain.reserve(user.size() + password.size() + 1);
  append(plain, user);
  append(plain, ":");
  append(plain, password);
  WipedText text;
  append(text, "Basic ");
  append_base64(text, {reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
  return text;
}

Result<WipedText> request_octets(const Request& request, std::string_view authority, std::string_view authorization) {
  if (!is_token(request.method)) return bad("method");
  if (!is_target(request.target)) return bad("target");
  if (!is_value(request.content_type)) return bad("content_type");
  WipedText text;
  text.reserve(1024 + request.target.size() + authorization.size() + request.body.size());
  append(text, request.method);
  append(text, " ");
  append(text, request.target);
  append(text, " HTTP/1.1\r\n");
  append_field(text, "Host", authority);
  if (!has_field(request, "user-agent")) append_field(text, "User-Agent", "Kigen");
  if (!has_field(request, "accept")) append_field(text, "Accept", "*/*");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_value(value)) return bad(is_token(name) ? name : "header");
    append_field(text, name, value);
  }
  if (!authorization.empty()) append_field(text, "Authorization", authorization);
  if (!request.content_type.empty()) append_field(text, "Content-Type", request.content_type);
  if (wants_length(request)) append_field(text, "Content-Length", std::to_string(request.body.size()));
  append(text, "\r\n");
  append(text, request.body);
  return text;
}

Result<WipedText> connect_octets(std::string_view target, std::string_view authorization) {
  if (!is_target(target)) return bad("target");
  WipedText text;
  text.reserve(512 + authorization.size());
  append(text, "CONNECT ");
  append(text, target);
  append(text, " HTTP/1.1\r\n");
  append_field(text, "Host", target);
  append_field(text, "User-Agent", "Kigen");
  // Old proxies keep a connection for the next leg of a login only when told so by this name.
  append_field(text, "Proxy-Connection", "keep-alive");
  if (!authorization.empty()) append_field(text, "Proxy-Authorization", authorization);
  append(text, "\r\n");
  return text;
}

}  // namespace kigen::net

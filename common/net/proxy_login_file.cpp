#include "common/net/proxy_login_file.h"

#include <openssl/evp.h>

#include <array>

#include "common/base/hex.h"
#include "common/net/endpoint_text.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxUser = 512;

}  // namespace

std::string proxy_login_file_name(const ProxyAddress& proxy) {
  const std::string address = to_text(profile::Host{proxy.host, proxy.port});
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(address.data(), address.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return "proxy-" + to_hex(std::span(digest).first(16));
}

Result<WipedText> pack_login(const ProxyLogin& login) {
  const auto password = login.password.view();
  const bool fine = login.user.size() <= kMaxUser && login.user.find('\0') == std::string::npos &&
                    password.find('\0') == password.npos;
  if (!fine) return Error(ErrorCode::InvalidArgument).with("value", "login").with("reason", "characters");
  WipedText text;
  text.reserve(login.user.size() + password.size() + 1);
  append(text, login.user);
  text.push_back('\0');
  append(text, password);
  return text;
}

std::optional<ProxyLogin> unpack_login(std::string_view octets) {
  const auto end = octets.find('\0');
  if (end > kMaxUser) return std::nullopt;  // none at all included
  if (octets.size() - end - 1 > Secret::kMaxSize) return std::nullopt;
  const auto password = octets.substr(end + 1);
  if (password.find('\0') != password.npos) return std::nullopt;
  return ProxyLogin{std::string(octets.substr(0, end)), Secret(password)};
}

}  // namespace kigen::net

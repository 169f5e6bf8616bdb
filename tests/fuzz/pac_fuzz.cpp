// A PAC script's answer and the other texts of a proxy setting, of any bytes: an answer within its bounds, or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/net/auth_challenge.h"
#include "common/net/digest_login.h"
#include "common/net/proxy_text.h"
#include "common/net/url.h"

namespace {

void check_route(const kigen::net::ProxyRoute& route) {
  if (route.size() > kigen::net::kMaxWays) std::abort();
  for (const auto& way : route) {
    if (way && (way->host.empty() || way->host.size() > 253 || way->port == 0)) std::abort();
  }
}

void check_url(std::string_view text) {
  const auto url = kigen::net::parse_url(text);
  if (!url) return;
  const auto again = kigen::net::parse_url(kigen::net::to_text(*url));
  if (!again || *again != *url) std::abort();
}

void check_challenges(std::string_view text) {
  std::vector<kigen::net::AuthChallenge> challenges;
  kigen::net::read_challenges(text, challenges);
  if (challenges.size() > kigen::net::kMaxChallenges) std::abort();
  const auto* digest = kigen::net::best_digest(challenges);
  if (digest == nullptr) return;
  const auto answer = kigen::net::digest_credentials(*digest, {"GET", "/", "user", "password", "0123"});
  if (!answer) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 8192) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto answer = kigen::net::parse_pac_answer(text);
  if (answer && (answer->empty() || size > 4096)) std::abort();
  if (answer) check_route(*answer);
  check_route(kigen::net::parse_proxy_list(text));
  static_cast<void>(kigen::net::in_bypass_list(text, "ra.example.jp"));
  static_cast<void>(kigen::net::in_no_proxy(text, "ra.example.jp", 443));
  static_cast<void>(kigen::net::resolve({.host = "ra.example.jp", .target = "/a/b?c"}, text));
  check_url(text);
  check_challenges(text);
  return 0;
}

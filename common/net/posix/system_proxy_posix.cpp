#include <cstdlib>

#include "common/net/proxy_text.h"
#include "common/net/system_proxy.h"

namespace kigen::net {

namespace {

std::string_view variable(const char* lower_case, const char* upper_case) {
  for (const char* name : {lower_case, upper_case}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets the environment
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace

Result<ProxyRoute> system_route(const Url& url) {
  const auto proxy = variable("https_proxy", "HTTPS_PROXY");
  if (proxy.empty() || in_no_proxy(variable("no_proxy", "NO_PROXY"), url.host, url.port)) {
    return ProxyRoute{std::nullopt};
  }
  auto address = parse_proxy_address(proxy, 80);
  if (!address) return Error(ErrorCode::ProxySettingUnusable).with("reason", "https_proxy");
  return ProxyRoute{std::move(address)};
}

}  // namespace kigen::net

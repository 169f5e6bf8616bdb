#include "common/net/proxy.h"

namespace kigen::net {

namespace {

/// Nothing here protects a password at rest: none is kept.
class NoStore final : public ProxyLoginStore {
 public:
  [[nodiscard]] std::optional<ProxyLogin> load(const ProxyAddress&) override { return std::nullopt; }
  [[nodiscard]] Status save(const ProxyAddress&, const ProxyLogin&) override { return {}; }
  [[nodiscard]] Status forget(const ProxyAddress&) override { return {}; }
};

}  // namespace

std::unique_ptr<ProxyLoginStore> open_proxy_login_store(const std::string&) {
  return std::make_unique<NoStore>();
}

}  // namespace kigen::net

#include "common/net/security_context.h"

namespace kigen::net {

bool has_security_contexts() noexcept {
  return false;
}

Result<std::unique_ptr<SecurityContext>> open_security_context(ProxyScheme scheme, const std::string&,
                                                               const ProxyLogin*) {
  return Error(ErrorCode::ProxyLoginNeeded, std::string(name_of(scheme)) + " is not available on this system");
}

}  // namespace kigen::net

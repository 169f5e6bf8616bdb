// One login by Negotiate (RFC 4559) or NTLM, leg by leg, as the system does it: SSPI on Windows, nothing elsewhere.
// One object a connection, one thread; a leg may ask a domain controller and block for seconds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/net/proxy.h"
#include "common/net/proxy_login.h"

namespace kigen::net {

class SecurityContext {
 public:
  virtual ~SecurityContext() = default;
  /// The next token to send for what came (nothing at first). ProxyLoginNeeded with the system's words when the system
  /// cannot go on.
  [[nodiscard]] virtual Result<std::vector<std::uint8_t>> step(std::span<const std::uint8_t> incoming) = 0;
};

[[nodiscard]] bool has_security_contexts() noexcept;

/// `login` null: the signed-in user. ProxyLoginNeeded when the system has no such scheme or nobody is signed in.
[[nodiscard]] Result<std::unique_ptr<SecurityContext>> open_security_context(ProxyScheme scheme,
                                                                             const std::string& proxy_host,
                                                                             const ProxyLogin* login);

}  // namespace kigen::net

// Which login a server gets to see: Basic at once where the caller says so, else what the server asks for, once.
// Pure but for the client's random nonce. One object a request.
#pragma once

#include "common/base/result.h"
#include "common/net/http.h"
#include "common/net/wiping_allocator.h"

namespace kigen::net {

class ServerLogin {
 public:
  /// `request` must outlive this.
  explicit ServerLogin(const Request& request) : request_(request) {}

  /// Authorization of the first try, empty for none.
  [[nodiscard]] Result<WipedText> first() const;
  /// Authorization after a 401; empty when there is nothing that has not been tried: Digest before Basic.
  [[nodiscard]] Result<WipedText> after(const Response& refused) const;

 private:
  const Request& request_;
};

}  // namespace kigen::net

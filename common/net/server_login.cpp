#include "common/net/server_login.h"

#include <algorithm>

#include "common/net/auth_challenge.h"
#include "common/net/digest_login.h"
#include "common/net/request_text.h"
#include "common/platform/random.h"

namespace kigen::net {

Result<WipedText> ServerLogin::first() const {
  if (!request_.login || !request_.login->preemptive) return WipedText();
  return basic_credentials(request_.login->user, request_.login->password.view());
}

Result<WipedText> ServerLogin::after(const Response& refused) const {
  if (!request_.login) return WipedText();
  const auto& login = *request_.login;
  const auto challenges = challenges_in(refused.headers, "www-authenticate");
  if (const auto* digest = best_digest(challenges)) {
    const std::string nonce = platform::random_hex();
    return digest_credentials(*digest, {request_.method, request_.target, login.user, login.password.view(), nonce});
  }
  const bool basic =
      std::any_of(challenges.begin(), challenges.end(), [](const auto& c) { return c.scheme == "basic"; });
  if (!basic || login.preemptive) return WipedText();
  return basic_credentials(login.user, login.password.view());
}

}  // namespace kigen::net

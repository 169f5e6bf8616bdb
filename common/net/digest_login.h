// HTTP Digest (RFC 7616): algorithms MD5, SHA-256 and their -sess forms, qop auth or none (RFC 2069). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/net/auth_challenge.h"
#include "common/net/wiping_allocator.h"

namespace kigen::net {

struct DigestUse {
  std::string_view method;
  std::string_view uri;  ///< the request's target: "/path?query", or "host:port" for CONNECT
  std::string_view user, password;
  std::string_view client_nonce;  ///< random for each use, visible ASCII without quotes
};

/// The Digest challenge to answer, SHA-256 before MD5; null when there is none that can be answered.
[[nodiscard]] const AuthChallenge* best_digest(const std::vector<AuthChallenge>& challenges);

/// "stale": the login was right, only its nonce was too old (RFC 7616 3.3).
[[nodiscard]] bool is_stale(const AuthChallenge& challenge);

/// "Digest …", for the first use of the challenge's nonce. InvalidArgument {value, reason} when the challenge cannot be
/// answered or user or uri would break out of their quotes.
[[nodiscard]] Result<WipedText> digest_credentials(const AuthChallenge& challenge, const DigestUse& use);

}  // namespace kigen::net

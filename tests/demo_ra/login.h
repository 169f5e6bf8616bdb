// HTTP authentication as a server sees it: Basic (RFC 7617, UTF-8) and Digest (RFC 7616 with MD5 and SHA-256, and
// RFC 2069's form without qop). One thread at a time.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kigen::demo_ra {

struct Login {
  std::string user;
  bool right = false;  ///< the password is that user's
};

class LoginDesk {
 public:
  enum class Scheme { Basic, Digest, DigestMd5, Both };
  /// The password of a user; nothing when there is no such user.
  using Lookup = std::function<std::optional<std::string>(const std::string& user)>;

  /// Nothing when the header is absent, malformed, of a scheme that is not on, or has a nonce that is not ours.
  [[nodiscard]] std::optional<Login> read(Scheme scheme, std::string_view authorization, const std::string& method,
                                          const std::string& target, const Lookup& lookup) const;
  /// WWW-Authenticate headers, one a scheme.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> challenges(Scheme scheme);

 private:
  std::deque<std::string> nonces_;
};

}  // namespace kigen::demo_ra

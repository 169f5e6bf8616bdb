// What WWW-Authenticate and Proxy-Authenticate ask for (RFC 9110 11.3), read tolerantly and bounded. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kigen::net {

inline constexpr std::size_t kMaxChallenges = 16;

struct AuthChallenge {
  std::string scheme;                         ///< lower case: "basic", "digest", "ntlm", "negotiate"
  std::string token;                          ///< token68, "" when there is none
  std::map<std::string, std::string> params;  ///< names in lower case, values unquoted
  [[nodiscard]] std::string param(const std::string& name) const;
};

/// Challenges of one field value, several may stand in it. What is not one is stepped over.
void read_challenges(std::string_view value, std::vector<AuthChallenge>& out);

/// Of all header fields named `lower_case_name`, at most kMaxChallenges.
[[nodiscard]] std::vector<AuthChallenge> challenges_in(const std::vector<std::pair<std::string, std::string>>& headers,
                                                       std::string_view lower_case_name);

}  // namespace kigen::net

// What to do about a proxy that wants a login: which scheme next, as whom, when to ask, when to stop. Pure decisions,
// no I/O; the tunnel carries them out.
//
// The signed-in user comes first, where the system can prove who that is (SSPI: Negotiate, NTLM); then a login that was
// asked for, with the strongest scheme on offer. A login that the proxy refused is never tried with another scheme: an
// account would be locked the sooner, and a weaker scheme would be given the password.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/error_code.h"
#include "common/net/auth_challenge.h"

namespace kigen::net {

/// In the order of preference.
enum class ProxyScheme { Negotiate, Ntlm, Digest, Basic };
[[nodiscard]] std::string_view name_of(ProxyScheme scheme) noexcept;
/// Tied to one connection, in several legs.
[[nodiscard]] constexpr bool binds_connection(ProxyScheme scheme) noexcept {
  return scheme == ProxyScheme::Negotiate || scheme == ProxyScheme::Ntlm;
}

struct LoginStep {
  enum class Kind {
    Start,     ///< begin `scheme`, as the signed-in user or with the login that was given
    Continue,  ///< the next leg of what was begun: answer `challenge.token` on the same connection
    Ask,       ///< ask for a login; `again`: the last one was wrong
    Fail,      ///< `error`: ProxyLoginNeeded or ProxyLoginWrong
  };
  Kind kind = Kind::Fail;
  ProxyScheme scheme = ProxyScheme::Basic;
  bool signed_in = false;
  AuthChallenge challenge;
  std::string realm;
  bool again = false;
  ErrorCode error = ErrorCode::ProxyLoginNeeded;
};

class ProxyLoginPlan {
 public:
  /// Questions to the person, and legs of one login: bounds for whoever answers without end.
  static constexpr int kMaxQuestions = 3, kMaxLegs = 8;

  /// `bound_schemes`: this system can do Negotiate and NTLM.
  explicit ProxyLoginPlan(bool bound_schemes) : bound_schemes_(bound_schemes) {}

  /// The proxy said 407 with these challenges.
  [[nodiscard]] LoginStep refused(const std::vector<AuthChallenge>& challenges);
  /// The Start or Continue could not be made into an answer on this side: nothing was sent.
  [[nodiscard]] LoginStep could_not();
  /// What came of Ask.
  [[nodiscard]] LoginStep asked(bool given);
  /// What the proxy offered last, for a person: "Negotiate, NTLM".
  [[nodiscard]] std::string offered() const;

 private:
  enum class As { Nobody, SignedIn, Given };

  [[nodiscard]] const AuthChallenge* offer_of(ProxyScheme scheme) const;
  [[nodiscard]] LoginStep start(As as);
  [[nodiscard]] LoginStep ask(bool again);
  [[nodiscard]] LoginStep fail() const;

  bool bound_schemes_;
  std::vector<AuthChallenge> challenges_;
  As as_ = As::Nobody;  ///< the login under way
  ProxyScheme scheme_ = ProxyScheme::Basic;
  int legs_ = 0;
  int renewed_nonces_ = 0;
  int questions_ = 0;
  bool given_refused_ = false;
  std::set<ProxyScheme> unusable_;  ///< for the present `as_`
};

}  // namespace kigen::net

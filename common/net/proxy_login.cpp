#include "common/net/proxy_login.h"

#include <array>

#include "common/net/digest_login.h"

namespace kigen::net {

namespace {

constexpr std::array kSchemes{ProxyScheme::Negotiate, ProxyScheme::Ntlm, ProxyScheme::Digest, ProxyScheme::Basic};

std::string_view lower_case_name(ProxyScheme scheme) {
  switch (scheme) {
    case ProxyScheme::Negotiate:
      return "negotiate";
    case ProxyScheme::Ntlm:
      return "ntlm";
    case ProxyScheme::Digest:
      return "digest";
    case ProxyScheme::Basic:
      break;
  }
  return "basic";
}

const AuthChallenge* find(const std::vector<AuthChallenge>& challenges, ProxyScheme scheme) {
  if (scheme == ProxyScheme::Digest) return best_digest(challenges);
  for (const auto& challenge : challenges) {
    if (challenge.scheme == lower_case_name(scheme)) return &challenge;
  }
  return nullptr;
}

}  // namespace

std::string_view name_of(ProxyScheme scheme) noexcept {
  switch (scheme) {
    case ProxyScheme::Negotiate:
      return "Negotiate";
    case ProxyScheme::Ntlm:
      return "NTLM";
    case ProxyScheme::Digest:
      return "Digest";
    case ProxyScheme::Basic:
      break;
  }
  return "Basic";
}

const AuthChallenge* ProxyLoginPlan::offer_of(ProxyScheme scheme) const {
  return binds_connection(scheme) && !bound_schemes_ ? nullptr : find(challenges_, scheme);
}

LoginStep ProxyLoginPlan::refused(const std::vector<AuthChallenge>& challenges) {
  challenges_ = challenges;
  if (as_ == As::Nobody) return start(As::SignedIn);
  const auto* answer = offer_of(scheme_);
  if (answer != nullptr && binds_connection(scheme_) && !answer->token.empty() && legs_ < kMaxLegs) {
    ++legs_;
    return {
        .kind = LoginStep::Kind::Continue, .scheme = scheme_, .signed_in = as_ == As::SignedIn, .challenge = *answer};
  }
  if (answer != nullptr && scheme_ == ProxyScheme::Digest && is_stale(*answer) && ++renewed_nonces_ <= 2) {
    return {.kind = LoginStep::Kind::Start, .scheme = scheme_, .challenge = *answer};
  }
  if (as_ == As::SignedIn) return ask(false);
  given_refused_ = true;
  return ask(true);
}

LoginStep ProxyLoginPlan::could_not() {
  unusable_.insert(scheme_);
  return start(as_);
}

LoginStep ProxyLoginPlan::asked(bool given) {
  if (!given) return fail();
  unusable_.clear();
  renewed_nonces_ = 0;
  return start(As::Given);
}

LoginStep ProxyLoginPlan::start(As as) {
  as_ = as;
  legs_ = 0;
  for (const auto scheme : kSchemes) {
    const auto* challenge = offer_of(scheme);
    if (challenge == nullptr || unusable_.contains(scheme)) continue;
    if (as == As::SignedIn && !binds_connection(scheme)) continue;
    scheme_ = scheme;
    return {.kind = LoginStep::Kind::Start, .scheme = scheme, .signed_in = as == As::SignedIn, .challenge = *challenge};
  }
  return as == As::SignedIn ? ask(false) : fail();
}

LoginStep ProxyLoginPlan::ask(bool again) {
  std::string realm;
  bool answerable = false;
  for (const auto scheme : kSchemes) {
    const auto* challenge = offer_of(scheme);
    if (challenge == nullptr) continue;
    answerable = true;
    if (realm.empty()) realm = challenge->param("realm");
  }
  if (!answerable || ++questions_ > kMaxQuestions) return fail();
  return {.kind = LoginStep::Kind::Ask, .realm = std::move(realm), .again = again};
}

LoginStep ProxyLoginPlan::fail() const {
  return {.kind = LoginStep::Kind::Fail,
          .error = given_refused_ ? ErrorCode::ProxyLoginWrong : ErrorCode::ProxyLoginNeeded};
}

std::string ProxyLoginPlan::offered() const {
  std::string names;
  for (const auto scheme : kSchemes) {
    if (find(challenges_, scheme) == nullptr) continue;
    if (!names.empty()) names += ", ";
    names += name_of(scheme);
  }
  return names;
}

}  // namespace kigen::net

#include "common/net/proxy_login.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

using Kind = LoginStep::Kind;

std::vector<AuthChallenge> offer(std::string_view value) {
  std::vector<AuthChallenge> all;
  read_challenges(value, all);
  return all;
}

std::string shown(const LoginStep& step) {
  const std::string as = step.signed_in ? " signed-in" : "";
  switch (step.kind) {
    case Kind::Start:
      return "start " + std::string(name_of(step.scheme)) + as;
    case Kind::Continue:
      return "continue " + std::string(name_of(step.scheme)) + as + " " + step.challenge.token;
    case Kind::Ask:
      return std::string("ask ") + (step.again ? "again " : "") + step.realm;
    case Kind::Fail:
      break;
  }
  return step.error == ErrorCode::ProxyLoginWrong ? "wrong" : "needed";
}

constexpr std::string_view kAll =
    R"(Negotiate, NTLM, Basic realm="squid", Digest realm="squid",nonce="n",qop="auth",algorithm=MD5)";

TEST(ProxyLogin, TriesTheSignedInUserFirstAndThenAsks) {
  ProxyLoginPlan plan(true);
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "start Negotiate signed-in");
  EXPECT_EQ(shown(plan.refused(offer("Negotiate YWJj, NTLM"))), "continue Negotiate signed-in YWJj");
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "ask squid");
  EXPECT_EQ(shown(plan.asked(true)), "start Negotiate");
  EXPECT_EQ(shown(plan.refused(offer("Negotiate ZGVm"))), "continue Negotiate ZGVm");
}

TEST(ProxyLogin, TakesNtlmWhereNegotiateCannotBegin) {
  ProxyLoginPlan plan(true);
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "start Negotiate signed-in");
  EXPECT_EQ(shown(plan.could_not()), "start NTLM signed-in");
  EXPECT_EQ(shown(plan.could_not()), "ask squid");
  EXPECT_EQ(shown(plan.asked(true)), "start Negotiate");
  EXPECT_EQ(shown(plan.could_not()), "start NTLM");
  EXPECT_EQ(shown(plan.could_not()), "start Digest");
}

TEST(ProxyLogin, AsksAtOnceWhereOnlyAPasswordHelps) {
  ProxyLoginPlan plan(true);
  EXPECT_EQ(shown(plan.refused(offer(R"(Basic realm="proxy")"))), "ask proxy");
  EXPECT_EQ(shown(plan.asked(true)), "start Basic");
}

TEST(ProxyLogin, AsksAgainAfterAWrongPasswordAndNeverTriesItElsewhere) {
  ProxyLoginPlan plan(false);
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "ask squid");
  EXPECT_EQ(shown(plan.asked(true)), "start Digest");
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "ask again squid");
  EXPECT_EQ(shown(plan.asked(true)), "start Digest");
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "ask again squid");
  EXPECT_EQ(shown(plan.asked(true)), "start Digest");
  EXPECT_EQ(shown(plan.refused(offer(kAll))), "wrong");
}

TEST(ProxyLogin, TellsGivingUpFromAWrongPassword) {
  ProxyLoginPlan unasked(false);
  EXPECT_EQ(shown(unasked.refused(offer(kAll))), "ask squid");
  EXPECT_EQ(shown(unasked.asked(false)), "needed");
  ProxyLoginPlan asked(false);
  static_cast<void>(asked.refused(offer(kAll)));
  static_cast<void>(asked.asked(true));
  static_cast<void>(asked.refused(offer(kAll)));
  EXPECT_EQ(shown(asked.asked(false)), "wrong");
}

TEST(ProxyLogin, RenewsAStaleNonceWithoutAsking) {
  const auto stale = offer(R"(Digest realm="squid",nonce="m",qop="auth",stale=true)");
  ProxyLoginPlan plan(false);
  static_cast<void>(plan.refused(offer(kAll)));
  EXPECT_EQ(shown(plan.asked(true)), "start Digest");
  const auto renewed = plan.refused(stale);
  EXPECT_EQ(shown(renewed), "start Digest");
  EXPECT_EQ(renewed.challenge.param("nonce"), "m");
  EXPECT_EQ(shown(plan.refused(stale)), "start Digest");
  EXPECT_EQ(shown(plan.refused(stale)), "ask again squid")
      << "a proxy that always says stale must not go round for ever";
}

TEST(ProxyLogin, NamesWhatThisSystemCannotDo) {
  ProxyLoginPlan plan(false);
  EXPECT_EQ(shown(plan.refused(offer("NTLM, Negotiate"))), "needed");
  EXPECT_EQ(plan.offered(), "Negotiate, NTLM");
}

TEST(ProxyLogin, EndsWithAProxyThatGoesOnForEver) {
  ProxyLoginPlan plan(true);
  static_cast<void>(plan.refused(offer("NTLM")));
  int legs = 0;
  while (plan.refused(offer("NTLM YWJj")).kind == Kind::Continue) ASSERT_LT(++legs, 100);
  EXPECT_EQ(legs, ProxyLoginPlan::kMaxLegs);
}

}  // namespace
}  // namespace kigen::net

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "common/net/digest_login.h"
#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words

std::string field_of(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

/// Asks with `challenge`, keeps what came, and lets in who answers with `wanted`'s scheme and a right response.
class Door {
 public:
  explicit Door(std::string challenge, std::string more = {})
      : challenge_(std::move(challenge)), more_(std::move(more)) {}

  void operator()(ServerSession& session) {
    for (std::string request = session.read_request(); !request.empty(); request = session.read_request()) {
      const std::string shown = field_of(request, "Authorization");
      seen_.push_back(shown);
      if (is_right(shown)) {
        session.answer(200, "in");
      } else {
        session.answer(401, "who?", challenge_ + more_);
        if (!more_.empty()) return;
      }
    }
  }
  [[nodiscard]] const std::vector<std::string>& seen() const { return seen_; }

 private:
  [[nodiscard]] static bool is_right(const std::string& shown) {
    if (shown == "Basic YWxpY2U6c2VjcmV0") return true;
    std::vector<AuthChallenge> given;
    read_challenges(shown, given);
    if (given.empty() || given[0].scheme != "digest") return false;
    const AuthChallenge asked{.scheme = "digest", .token = {}, .params = given[0].params};
    const auto own = digest_credentials(asked, {"GET", "/", "alice", "secret", given[0].param("cnonce")});
    if (!own) return false;
    std::vector<AuthChallenge> right;
    read_challenges(view(*own), right);
    return right[0].param("response") == given[0].param("response");
  }

  std::string challenge_, more_;
  std::vector<std::string> seen_;
};

Request with_login(const std::string& password, bool preemptive) {
  Request request;
  auto login = std::make_shared<Request::Login>();
  login->user = "alice";
  login->password = Secret(password);
  login->preemptive = preemptive;
  request.login = login;
  return request;
}

int status_of(Door& door, const Request& request) {
  TlsServer server(good_server(), std::ref(door));
  auto connection = connect(url_of(server), trusting(), {});
  if (!connection) return -1;
  const auto response = (*connection)->send(request, {});
  return response ? response->status : -1;
}

constexpr char kBasic[] = "WWW-Authenticate: Basic realm=\"ra\"\r\n";
constexpr char kMd5[] = "WWW-Authenticate: Digest realm=\"ra\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n";
constexpr char kSha256[] = "WWW-Authenticate: Digest realm=\"ra\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256\r\n";

TEST(ServerLogin, IsSentAtOnceWhenToldSo) {
  Door door(kBasic);
  EXPECT_EQ(status_of(door, with_login("secret", true)), 200);
  EXPECT_EQ(door.seen().size(), 1U);
}

TEST(ServerLogin, WaitsToBeAskedOtherwise) {
  Door door(kBasic);
  EXPECT_EQ(status_of(door, with_login("secret", false)), 200);
  ASSERT_EQ(door.seen().size(), 2U);
  EXPECT_EQ(door.seen()[0], "");
}

TEST(ServerLogin, PrefersDigestAndAmongItSha256) {
  Door door(std::string(kBasic) + kMd5 + kSha256);
  EXPECT_EQ(status_of(door, with_login("secret", false)), 200);
  ASSERT_EQ(door.seen().size(), 2U);
  EXPECT_NE(door.seen()[1].find("algorithm=SHA-256"), std::string::npos);
  Door md5(kMd5);
  EXPECT_EQ(status_of(md5, with_login("secret", false)), 200);
}

TEST(ServerLogin, IsTriedOnceOnly) {
  for (const bool preemptive : {false, true}) {
    Door door(kBasic);
    EXPECT_EQ(status_of(door, with_login("wrong", preemptive)), 401);
    EXPECT_EQ(door.seen().size(), preemptive ? 1U : 2U);
  }
  Door digest(kMd5);
  EXPECT_EQ(status_of(digest, with_login("wrong", false)), 401);
  EXPECT_EQ(digest.seen().size(), 2U);
}

TEST(ServerLogin, ConnectsAnewWhenTheServerClosesAfterAsking) {
  Door door(kMd5, "Connection: close\r\n");
  EXPECT_EQ(status_of(door, with_login("secret", false)), 200);
}

TEST(ServerLogin, DoesNotMoveABoundRequestToAnotherConnection) {
  Door door(kMd5, "Connection: close\r\n");
  TlsServer server(good_server(), std::ref(door));
  auto connection = connect(url_of(server), trusting(), {});
  ASSERT_TRUE(connection);
  ASSERT_TRUE((*connection)->channel_binding());
  const auto response = (*connection)->send(with_login("secret", false), {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 401);
  EXPECT_EQ(server.connections(), 1);
}

TEST(ServerLogin, LeavesAnUnknownQuestionAsItsAnswer) {
  Door door("WWW-Authenticate: Hologram\r\n");
  EXPECT_EQ(status_of(door, with_login("secret", false)), 401);
  EXPECT_EQ(door.seen().size(), 1U);
}

}  // namespace
}  // namespace kigen::net

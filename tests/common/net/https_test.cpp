#include <gtest/gtest.h>

#include "common/net/http.h"
#include "tests/common/net/tls_server.h"

namespace kigen::net {
namespace {

using namespace std::chrono_literals;
using test::good_server;
using test::ServerOptions;
using test::ServerSession;
using test::shared_authority;
using test::TlsServer;

void answer_all(ServerSession& session) {
  while (!session.read_request().empty()) session.answer(200, "hello " + session.client_name());
}

ConnectOptions trusting() {
  ConnectOptions options;
  options.trust = {.system_roots = false, .anchors = {shared_authority().own().der()}};
  options.proxy.setting.kind = ProxySetting::Kind::None;
  options.resolver = [](const std::string&) { return Result<std::vector<std::string>>({"127.0.0.1"}); };
  return options;
}

ClientIdentity identity_of(const test::Credential& credential) {
  return {credential.der(), {}, credential.client_key()};
}

const test::Credential& client_credential() {
  static const auto credential = shared_authority().issue({.name = "client", .client = true, .elliptic = false});
  return credential;
}

Url url_of(const TlsServer& server, const std::string& host = "server.test") {
  return {.host = host, .port = server.port()};
}

Result<Response> get(const Url& url, const ConnectOptions& options, std::stop_token stop = {}) {
  auto connection = connect(url, options, stop);
  if (!connection) return connection.error();
  return (*connection)->send({}, stop);
}

std::string arg(const Error& error, const std::string& name) {
  const auto found = error.args.find(name);
  return found == error.args.end() ? "" : found->second;
}

TEST(Https, BringsSeveralAnswersOverOneConnection) {
  TlsServer server(good_server(), answer_all);
  auto connection = connect(url_of(server), trusting(), {});
  ASSERT_TRUE(connection) << to_log_line(connection.error());
  for (int i = 0; i < 3; ++i) {
    const auto response = (*connection)->send({}, {});
    ASSERT_TRUE(response) << to_log_line(response.error());
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "hello ");
  }
  EXPECT_TRUE((*connection)->usable());
  EXPECT_EQ((*connection)->tls_version(), "TLSv1.3");
  EXPECT_EQ(server.connections(), 1);
}

TEST(Https, TalksTls12WhereTheServerHasNoMore) {
  auto options = good_server();
  options.max_version = TLS1_2_VERSION;
  TlsServer server(options, answer_all);
  auto connection = connect(url_of(server), trusting(), {});
  ASSERT_TRUE(connection) << to_log_line(connection.error());
  EXPECT_EQ((*connection)->tls_version(), "TLSv1.2");
}

struct Distrust {
  const char* reason;
  ServerOptions server;
};

TEST(Https, TellsWhyAServerIsNotTrusted) {
  const test::TestAuthority stranger("Stranger");
  std::vector<Distrust> cases;
  const auto add = [&](const char* reason, const test::TestAuthority& authority, const test::CertificateOrder& order) {
    cases.push_back({reason, {}});
    cases.back().server.credential = authority.issue(order);
  };
  add("expired", shared_authority(), {.from_days = -20, .to_days = -1});
  add("not_yet_valid", shared_authority(), {.from_days = 2, .to_days = 20});
  add("unknown_ca", stranger, {});
  add("name", shared_authority(), {.alternatives = {"DNS:other.test"}});
  add("name", shared_authority(), {.alternatives = {}});
  add("name", shared_authority(), {.alternatives = {"DNS:serv*.test"}});
  for (auto& one : cases) {
    TlsServer server(one.server, answer_all);
    const auto response = get(url_of(server), trusting());
    ASSERT_FALSE(response) << one.reason;
    EXPECT_EQ(response.error().code, ErrorCode::ServerNotTrusted) << to_log_line(response.error());
    EXPECT_EQ(arg(response.error(), "reason"), one.reason) << to_log_line(response.error());
    EXPECT_EQ(arg(response.error(), "phase"), "tls");
    EXPECT_EQ(arg(response.error(), "host"), "server.test");
    EXPECT_EQ(arg(response.error(), "port"), std::to_string(server.port()));
  }
}

TEST(Https, ShowsTheClientCertificateWhenAskedAtOnce) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto options = good_server();
    options.max_version = version;
    options.ask_certificate = options.demand_certificate = true;
    options.client_root = shared_authority().own().certificate;
    TlsServer server(options, answer_all);
    auto client = trusting();
    client.identity = identity_of(client_credential());
    const auto response = get(url_of(server), client);
    ASSERT_TRUE(response) << to_log_line(response.error());
    EXPECT_EQ(response->body, "hello client");
  }
}

TEST(Https, ShowsTheClientCertificateWhenAskedLate) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto options = good_server();
    options.max_version = version;
    TlsServer server(options, [](ServerSession& session) {
      const bool anonymous = !session.read_request().empty() && session.client_name().empty();
      const bool shown = anonymous && session.ask_certificate_late();
      session.answer(shown ? 200 : 500, session.client_name());
    });
    auto client = trusting();
    client.identity = identity_of(client_credential());
    const auto response = get(url_of(server), client);
    ASSERT_TRUE(response) << to_log_line(response.error());
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "client");
  }
}

}  // namespace
}  // namespace kigen::net

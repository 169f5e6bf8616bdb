#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "common/base/hex.h"
#include "common/net/http.h"
#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words

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
  const TestAuthority stranger("Stranger");
  std::vector<Distrust> cases;
  const auto add = [&](const char* reason, const TestAuthority& authority, const CertificateOrder& order) {
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

TEST(Https, CompletesAChainThroughIntermediatesThatTheServerSends) {
  const auto below = shared_authority().issue_authority("Below");
  ServerOptions options;
  options.credential = below.issue({});
  {
    TlsServer server(options, answer_all);
    const auto response = get(url_of(server), trusting());
    ASSERT_FALSE(response);
    EXPECT_EQ(arg(response.error(), "reason"), "unknown_ca");
    auto pinned = trusting();
    pinned.trust.anchors = {below.own().der()};
    EXPECT_TRUE(get(url_of(server), pinned)) << "an anchor need not be self-signed";
  }
  options.chain = {below.own()};
  TlsServer server(options, answer_all);
  EXPECT_TRUE(get(url_of(server), trusting()));
}

TEST(Https, TakesAWildcardForOneWholeLabel) {
  ServerOptions options;
  options.credential = shared_authority().issue({.alternatives = {"DNS:*.wild.test"}});
  TlsServer server(options, answer_all);
  EXPECT_TRUE(get(url_of(server, "a.wild.test"), trusting()));
  EXPECT_FALSE(get(url_of(server, "a.b.wild.test"), trusting()));
  EXPECT_FALSE(get(url_of(server, "wild.test"), trusting()));
}

TEST(Https, RefusesAServerWithAWeakKey) {
  ServerOptions options;
  options.credential = shared_authority().issue({.elliptic = false, .rsa_bits = 1024});
  TlsServer server(options, answer_all);
  const auto response = get(url_of(server), trusting());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::ServerNotTrusted) << to_log_line(response.error());
  EXPECT_EQ(arg(response.error(), "reason"), "other");
}

TEST(Https, ShowsAnOldWeakClientCertificateAllTheSame) {
  auto options = good_server();
  options.ask_certificate = options.demand_certificate = true;
  TlsServer server(options, answer_all);
  const auto old = shared_authority().issue({.name = "old", .client = true, .elliptic = false, .rsa_bits = 1024});
  auto client = trusting();
  client.identity = identity_of(old);
  const auto response = get(url_of(server), client);
  ASSERT_TRUE(response) << to_log_line(response.error());
  EXPECT_EQ(response->body, "hello old");
}

TEST(Https, NamesTheAlertWhenTheServerWantsACertificate) {
  auto options = good_server();
  options.ask_certificate = options.demand_certificate = true;
  TlsServer server(options, answer_all);
  const auto response = get(url_of(server), trusting());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::TlsFailed) << to_log_line(response.error());
  EXPECT_NE(arg(response.error(), "reason").find("certificate required"), std::string::npos);
}

/// A key as CAPI has it, or one whose user says no.
class LimitedKey final : public keys::Key {
 public:
  LimitedKey(std::shared_ptr<keys::Key> key, bool refuses) : key_(std::move(key)), refuses_(refuses) {}
  [[nodiscard]] keys::Algorithm algorithm() const override { return key_->algorithm(); }
  [[nodiscard]] const Bytes& public_key_info() const override { return key_->public_key_info(); }
  [[nodiscard]] bool can(keys::Padding padding) const override {
    return padding != keys::Padding::Pss && key_->can(padding);
  }
  [[nodiscard]] Result<Bytes> sign(const keys::SignRequest& request) override {
    if (refuses_) return Error(ErrorCode::KeyUseRefused, "the user said no");
    if (request.padding == keys::Padding::Pss) return Error(ErrorCode::InvalidArgument, "no PSS here");
    return key_->sign(request);
  }

 private:
  std::shared_ptr<keys::Key> key_;
  bool refuses_;
};

TEST(Https, StaysAtTls12ForAKeyWithoutPss) {
  auto options = good_server();
  options.ask_certificate = options.demand_certificate = true;
  TlsServer server(options, answer_all);
  auto client = trusting();
  client.identity = identity_of(client_credential());
  client.identity->key = std::make_shared<LimitedKey>(client.identity->key, false);
  auto connection = connect(url_of(server), client, {});
  ASSERT_TRUE(connection) << to_log_line(connection.error());
  EXPECT_EQ((*connection)->tls_version(), "TLSv1.2");
  const auto response = (*connection)->send({}, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "hello client");
}

TEST(Https, PassesOnThatTheUserRefusedTheKey) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto options = good_server();
    options.max_version = version;
    options.ask_certificate = options.demand_certificate = true;
    TlsServer server(options, answer_all);
    auto client = trusting();
    const auto elliptic = shared_authority().issue({.name = "ec", .client = true});
    client.identity = identity_of(elliptic);
    client.identity->key = std::make_shared<LimitedKey>(client.identity->key, true);
    const auto response = get(url_of(server), client);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::KeyUseRefused) << to_log_line(response.error());
    EXPECT_EQ(arg(response.error(), "phase"), "tls");
  }
}

/// A key whose user thinks before saying yes.
class SlowKey final : public keys::Key {
 public:
  SlowKey(std::shared_ptr<keys::Key> key, std::chrono::milliseconds time) : key_(std::move(key)), time_(time) {}
  [[nodiscard]] keys::Algorithm algorithm() const override { return key_->algorithm(); }
  [[nodiscard]] const Bytes& public_key_info() const override { return key_->public_key_info(); }
  [[nodiscard]] bool can(keys::Padding padding) const override { return key_->can(padding); }
  [[nodiscard]] Result<Bytes> sign(const keys::SignRequest& request) override {
    std::this_thread::sleep_for(time_);
    return key_->sign(request);
  }

 private:
  std::shared_ptr<keys::Key> key_;
  std::chrono::milliseconds time_;
};

TEST(Https, DoesNotCountTheTimeInWhichTheUserThinks) {
  auto options = good_server();
  options.ask_certificate = options.demand_certificate = true;
  TlsServer server(options, answer_all);
  auto client = trusting();
  client.limits.tls = std::chrono::milliseconds(1000);
  client.identity = identity_of(client_credential());
  client.identity->key = std::make_shared<SlowKey>(client.identity->key, std::chrono::milliseconds(1200));
  const auto response = get(url_of(server), client);
  EXPECT_TRUE(response) << to_log_line(response.error());
}

TEST(Https, RefusesAKeyOfAnotherCertificate) {
  TlsServer server(good_server(), answer_all);
  auto client = trusting();
  client.identity = identity_of(client_credential());
  client.identity->key = shared_authority().issue({.client = true, .elliptic = false}).client_key();
  const auto response = get(url_of(server), client);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::KeyNotUsable) << to_log_line(response.error());
  EXPECT_EQ(server.connections(), 0);
}

std::string hex_binding(SSL* tls) {
  std::array<unsigned char, 64> octets{};
  std::size_t length = 32;
  if (SSL_version(tls) >= TLS1_3_VERSION) {
    SSL_export_keying_material(tls, octets.data(), 32, "EXPORTER-Channel-Binding", 24, nullptr, 0, 0);
  } else {
    length = SSL_get_peer_finished(tls, octets.data(), octets.size());
  }
  return to_hex(std::span(octets).first(length));
}

TEST(Https, BindsToTheConnectionAsTheServerSeesIt) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto options = good_server();
    options.max_version = version;
    TlsServer server(options, [](ServerSession& session) {
      while (!session.read_request().empty()) session.answer(200, hex_binding(session.tls()));
    });
    auto connection = connect(url_of(server), trusting(), {});
    ASSERT_TRUE(connection);
    const auto binding = (*connection)->channel_binding();
    ASSERT_TRUE(binding);
    const auto response = (*connection)->send({}, {});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, to_hex(*binding));
    EXPECT_EQ(binding->size(), version == TLS1_3_VERSION ? 32U : 12U);
  }
}

TEST(Https, NeverResumesASession) {
  auto options = good_server();
  std::atomic<int> resumed{0};
  TlsServer server(options, [&resumed](ServerSession& session) {
    resumed += SSL_session_reused(session.tls());
    answer_all(session);
  });
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(get(url_of(server), trusting()));
  EXPECT_EQ(resumed, 0);
}

TEST(Https, NeverSpeaksWithoutTls) {
  const auto response = get({.scheme = "http", .host = "server.test", .port = 80}, trusting());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace kigen::net

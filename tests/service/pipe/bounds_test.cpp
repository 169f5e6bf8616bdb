// Peers that break the rules lose their own connection, and nothing else happens.
#include <gtest/gtest.h>

#include "harness.h"
#include "service/pipe/dispatch.h"

namespace kigen::pipe {
namespace {

constexpr ServerLimits kImpatient{.hello_deadline = 200ms, .frame_deadline = 200ms, .write_deadline = 500ms};

// After each offence a good client must be served.
class Bounds : public testing::Test {
 protected:
  void TearDown() override {
    auto client = running_.connect();
    ASSERT_TRUE(client) << to_log_line(client.error());
    EXPECT_TRUE(client->call(ipc::kStatus));
  }
  // What the server says to `bytes` after hello, and that it then hangs up.
  std::int64_t last_words(std::string_view bytes) {
    RawPeer peer(running_.endpoint);
    EXPECT_TRUE(peer.hello());
    peer.send(bytes);
    const auto answer = peer.read();
    EXPECT_TRUE(peer.hung_up());
    return RawPeer::kgn_of(answer);
  }

  RunningServer running_{kImpatient};
};

TEST_F(Bounds, RefusesAnOversizedFrame) {
  EXPECT_EQ(last_words(std::string_view("\x01\x00\x10\x00", 4)), 1508);
}

TEST_F(Bounds, RefusesAnEmptyFrame) {
  EXPECT_EQ(last_words(std::string_view("\0\0\0\0", 4)), 1502);
}

TEST_F(Bounds, RefusesJsonThatIsNested10000Deep) {
  const std::string nested = R"({"jsonrpc":"2.0","id":1,"method":"status","params":)" + std::string(10'000, '[') +
                             std::string(10'000, ']') + "}";
  EXPECT_EQ(last_words(ipc::encode_frame(nested)), 1502);
}

TEST_F(Bounds, RefusesInvalidUtf8) {
  EXPECT_EQ(last_words(ipc::encode_frame("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"st\xC3\x28\"}")), 1502);
}

TEST_F(Bounds, RefusesWhatIsNoJson) {
  EXPECT_EQ(last_words(ipc::encode_frame("GET / HTTP/1.1")), 1502);
}

TEST_F(Bounds, RefusesABatch) {
  EXPECT_EQ(last_words(ipc::encode_frame(R"([{"jsonrpc":"2.0","id":1,"method":"status"}])")), 1502);
}

TEST_F(Bounds, RefusesAnotherProtocolVersion) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.request(0, "hello", R"({"protocol":2,"client":"new","version":"2"})"));
  const auto answer = peer.read();
  EXPECT_EQ(RawPeer::kgn_of(answer), 1503);
  EXPECT_EQ(answer->at("error").at("data").at("args").at("service").as_string(), "1");
  EXPECT_TRUE(peer.hung_up());
}

TEST_F(Bounds, TellsNoJsonFromABadRequest) {
  RawPeer garbage(running_.endpoint);
  ASSERT_TRUE(garbage.send(ipc::encode_frame("{")));
  EXPECT_EQ(garbage.read()->at("error").at("code").as_int64(), -32700);
  RawPeer batch(running_.endpoint);
  ASSERT_TRUE(batch.send(ipc::encode_frame("[]")));
  EXPECT_EQ(batch.read()->at("error").at("code").as_int64(), -32600);
}

TEST_F(Bounds, RefusesARequestBeforeHello) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.request(1, "status"));
  EXPECT_EQ(RawPeer::kgn_of(peer.read()), 1502);
  EXPECT_TRUE(peer.hung_up());
}

TEST_F(Bounds, GivesAFrameItsDeadlineFromTheFirstByte) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.hello());
  ASSERT_TRUE(peer.send(std::string_view("\x40\0\0\0{", 5)));
  EXPECT_EQ(RawPeer::kgn_of(peer.read()), 1509);
  EXPECT_TRUE(peer.hung_up());
}

TEST_F(Bounds, IsNotFooledByBytesThatDrip) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.hello());
  ASSERT_TRUE(peer.send(std::string_view("\xFF\xFF\0\0", 4)));
  const auto begun = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begun < 5s && peer.send(" ", 1s) && !peer.read(20ms)) {
  }
  EXPECT_TRUE(peer.hung_up());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST_F(Bounds, GivesAConnectionItsDeadlineForHello) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.connected());
  EXPECT_TRUE(peer.hung_up());
}

TEST_F(Bounds, LetsAnIdleConnectionBe) {
  RawPeer idle(running_.endpoint);
  ASSERT_TRUE(idle.hello());
  RawPeer impatient(running_.endpoint);
  EXPECT_TRUE(impatient.hung_up());  // longer than every deadline of this server
  RawPeer another(running_.endpoint);
  EXPECT_TRUE(another.hung_up());
  ASSERT_TRUE(idle.request(1, "status"));
  EXPECT_TRUE(idle.read());
}

TEST_F(Bounds, EndsAConnectionThatNeverReads) {
  RawPeer peer(running_.endpoint);
  ASSERT_TRUE(peer.hello());
  std::string many;
  for (std::uint64_t id = 1; id <= 200; ++id) many += ipc::request_frame(id, "list", R"({"limit":1000})").value();
  peer.send(many, 200ms);
  ASSERT_TRUE(running_.eventually([&] { return running_.service.gone.size() == 1; }));
  EXPECT_GE(running_.counters().offences, 1U);
}

TEST_F(Bounds, GivesASlowReaderOnlyTheNewestPush) {
  RunningServer patient;
  RawPeer peer(patient.endpoint);
  ASSERT_TRUE(peer.hello());
  ASSERT_TRUE(peer.request(1, "subscribe"));
  ASSERT_TRUE(peer.read());
  constexpr std::int64_t kPushes = 2000;
  patient.on_server([&] {
    const ConnectionId to = patient.service.subscribers.at(0).connection;
    ipc::WarningList list{.items = std::vector(200, numbered_certificate(1))};
    for (list.check = 1; list.check <= kPushes; ++list.check) patient.server().push(to, list);
    patient.server().push(to, ipc::UnreadResult{.unread = 5});
  });
  std::int64_t received = 0;
  std::int64_t newest = 0;
  bool unread_seen = false;
  while (newest < kPushes || !unread_seen) {
    const auto push = peer.read();
    ASSERT_TRUE(push) << newest;
    if (push->at("method").as_string() == "notices") {
      unread_seen = true;
      continue;
    }
    ++received;
    EXPECT_GT(push->at("params").at("check").as_int64(), newest);
    newest = push->at("params").at("check").as_int64();
  }
  EXPECT_LT(received, kPushes / 2);
}

TEST_F(Bounds, HoldsAUserToTheirShareOfConnections) {
  std::vector<std::unique_ptr<RawPeer>> held;
  for (std::size_t i = 0; i < ipc::kMaxConnectionsPerUser; ++i) {
    held.push_back(std::make_unique<RawPeer>(running_.endpoint));
    ASSERT_TRUE(held.back()->hello()) << i;
  }
  const auto refused = running_.connect();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::PipeTooManyConnections) << to_log_line(refused.error());
  held.pop_back();
  ASSERT_TRUE(running_.eventually([&] { return running_.server().counters().open < ipc::kMaxConnectionsPerUser; }));
  EXPECT_TRUE(running_.connect());
}

TEST_F(Bounds, RefusesASettingThatIsTheAdministratorsAlone) {
  const Caller user{.sid = "S-1-5-21-1", .administrator = false};
  EXPECT_TRUE(may_set(user, "check.interval_hours"));
  EXPECT_TRUE(may_set(user, "ui.language"));
  EXPECT_FALSE(may_set(user, "check.thresholds"));
  EXPECT_FALSE(may_set(user, "uix"));
  TestService service;
  std::string frame;
  const std::string request =
      R"({"jsonrpc":"2.0","id":1,"method":"settings.set","params":{"key":"log.level","value":"x"}})";
  EXPECT_TRUE(dispatch(service, user, request, [&](std::string answer) { frame = std::move(answer); }));
  EXPECT_NE(frame.find("KGN-1206"), std::string::npos) << frame;
  EXPECT_TRUE(service.set.empty());
  const Caller administrator{.sid = "S-1-5-21-2", .administrator = true};
  EXPECT_TRUE(dispatch(service, administrator, request, [&](std::string answer) { frame = std::move(answer); }));
  EXPECT_EQ(service.set.size(), 1U);
}

TEST(Visibility, ShowsOnesOwnAndTheMachines) {
  const Caller user{.sid = "S-1-5-21-1"};
  EXPECT_TRUE(may_see(user, "S-1-5-21-1"));
  EXPECT_TRUE(may_see(user, "machine"));
  EXPECT_FALSE(may_see(user, "S-1-5-21-10"));
  EXPECT_FALSE(may_see(Caller{}, ""));
  EXPECT_TRUE(may_see(Caller{.administrator = true}, "S-1-5-21-10"));
}

}  // namespace
}  // namespace kigen::pipe

// The server's ordinary work, over the real transport.
#include <gtest/gtest.h>

#include "harness.h"

namespace kigen::pipe {
namespace {

TEST(Server, TellsTheClientWhoItIs) {
  RunningServer running;
  ASSERT_TRUE(running.listening);
  auto client = running.connect();
  ASSERT_TRUE(client) << to_log_line(client.error());
  EXPECT_EQ(client->server().service_version, "9.9");
  EXPECT_EQ(client->server().instance, "i1");
  EXPECT_FALSE(client->server().user_sid.empty());
  EXPECT_FALSE(client->server().user_name.empty());
  ASSERT_TRUE(running.eventually([&] { return running.service.greeted.size() == 1; }));
  EXPECT_EQ(running.service.greeted[0].sid, client->server().user_sid);
  EXPECT_EQ(running.service.greeted[0].client, "test");
}

TEST(Server, AnswersTypedRequests) {
  RunningServer running;
  auto client = running.connect();
  ASSERT_TRUE(client);
  const auto status = client->call(ipc::kStatus);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->total, 1000);
  const auto page = client->call(ipc::kList, {.limit = 5});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->items.size(), 5U);
  EXPECT_EQ(page->next_cursor, "5");
}

TEST(Server, BringsTheServicesOwnErrorToTheClient) {
  RunningServer running;
  auto client = running.connect();
  ASSERT_TRUE(client);
  const auto detail = client->call(ipc::kGet, {.thumbprint = "abcdef01"});
  ASSERT_FALSE(detail);
  EXPECT_EQ(detail.error().code, ErrorCode::NotFound);
  EXPECT_EQ(detail.error().args.at("value"), "abcdef01");
}

TEST(Server, TurnsAnExceptionIntoAnErrorAndGoesOn) {
  RunningServer running;
  auto client = running.connect();
  ASSERT_TRUE(client);
  const auto explanation = client->call(ipc::kExplain, {.thumbprint = "abcdef01"});
  ASSERT_FALSE(explanation);
  EXPECT_EQ(explanation.error().code, ErrorCode::Internal);
  EXPECT_TRUE(client->call(ipc::kStatus));
}

TEST(Server, AnswersRequestsInTheirOrder) {
  RunningServer running;
  RawPeer peer(running.endpoint);
  ASSERT_TRUE(peer.hello());
  std::string many;
  for (std::uint64_t id = 1; id <= 500; ++id) many += ipc::request_frame(id, "status", "{}").value();
  ASSERT_TRUE(peer.send(many));
  for (std::int64_t id = 1; id <= 500; ++id) {
    const auto answer = peer.read();
    ASSERT_TRUE(answer) << id;
    EXPECT_EQ(answer->at("id").as_int64(), id);
  }
}

TEST(Server, KeepsAConnectionWhoseRequestWasOnlyWrong) {
  RunningServer running;
  RawPeer peer(running.endpoint);
  ASSERT_TRUE(peer.hello());
  ASSERT_TRUE(peer.request(1, "make.coffee"));
  const auto unknown = peer.read();
  EXPECT_EQ(RawPeer::kgn_of(unknown), 1504);
  EXPECT_EQ(unknown->at("error").at("code").as_int64(), -32601);
  ASSERT_TRUE(peer.request(2, "list", R"({"limit":0})"));
  const auto wrong = peer.read();
  EXPECT_EQ(RawPeer::kgn_of(wrong), 1505);
  EXPECT_EQ(wrong->at("error").at("data").at("args").at("field").as_string(), "limit");
  ASSERT_TRUE(peer.request(3, "status"));
  EXPECT_EQ(peer.read()->at("id").as_int64(), 3);
}

TEST(Server, ShortensAPageThatDoesNotFitIntoAFrame) {
  RunningServer running;
  running.service.name_length = 4000;  // 1000 of them are 4 MB
  auto client = running.connect();
  ASSERT_TRUE(client);
  std::size_t seen = 0;
  ipc::ListParams params{.limit = 1000};
  do {
    const auto page = client->call(ipc::kList, params);
    ASSERT_TRUE(page) << to_log_line(page.error());
    ASSERT_FALSE(page->items.empty());
    EXPECT_EQ(page->items.front().identifier, fmt::format("ID{}", seen));
    seen += page->items.size();
    params.cursor = page->next_cursor;
  } while (!params.cursor.empty());
  EXPECT_EQ(seen, 1000U);
}

TEST(Server, IgnoresASecondReply) {
  RunningServer running;
  auto client = running.connect();
  ASSERT_TRUE(client);
  const auto unread = client->call(ipc::kNoticesRead, {.ids = {}, .all = true});
  ASSERT_TRUE(unread);
  EXPECT_EQ(unread->unread, 0);
  EXPECT_TRUE(client->call(ipc::kStatus));
}

TEST(Server, TakesALateSecondReplyForNoAnswerToTheNextRequest) {
  RunningServer running;
  RawPeer peer(running.endpoint);
  ASSERT_TRUE(peer.hello());
  ASSERT_TRUE(peer.request(1, "check.run"));
  ASSERT_TRUE(running.eventually([&] { return running.service.held.size() == 1; }));
  running.on_server([&] { running.service.held[0](ipc::CheckRun{.id = 1}); });
  ASSERT_TRUE(peer.read());
  ASSERT_TRUE(peer.request(2, "check.run"));
  ASSERT_TRUE(running.eventually([&] { return running.service.held.size() == 2; }));
  running.on_server([&] {
    running.service.held[0](ipc::CheckRun{.id = 1});
    running.service.held[1](ipc::CheckRun{.id = 2});
  });
  const auto answer = peer.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->at("id").as_int64(), 2);
  EXPECT_EQ(answer->at("result").at("id").as_int64(), 2);
}

TEST(Server, AnswersOthersWhileOneRequestTakesLong) {
  RunningServer running;
  RawPeer slow(running.endpoint);
  ASSERT_TRUE(slow.hello());
  ASSERT_TRUE(slow.request(1, "check.run"));
  ASSERT_TRUE(slow.request(2, "status"));
  auto other = running.connect();
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->call(ipc::kStatus));
  ASSERT_TRUE(running.eventually([&] { return running.service.held.size() == 1; }));
  running.on_server([&] { running.service.held[0](ipc::CheckRun{.id = 7}); });
  EXPECT_EQ(slow.read()->at("result").at("id").as_int64(), 7);
  EXPECT_EQ(slow.read()->at("id").as_int64(), 2);
}

TEST(Server, SurvivesAReplyForAClientThatIsGone) {
  RunningServer running;
  {
    RawPeer peer(running.endpoint);
    ASSERT_TRUE(peer.hello());
    ASSERT_TRUE(peer.request(1, "check.run"));
    ASSERT_TRUE(running.eventually([&] { return running.service.held.size() == 1; }));
  }
  ASSERT_TRUE(running.eventually([&] { return running.service.gone.size() == 1; }));
  running.on_server([&] { running.service.held[0](ipc::CheckRun{}); });
  auto client = running.connect();
  ASSERT_TRUE(client);
  EXPECT_TRUE(client->call(ipc::kStatus));
}

TEST(Server, PushesToASubscriber) {
  RunningServer running;
  auto client = running.connect();
  ASSERT_TRUE(client);
  std::vector<ipc::Push> pushes;
  client->on_push([&](const ipc::Push& push) { pushes.push_back(push); });
  ASSERT_TRUE(client->call(ipc::kSubscribe));
  running.on_server([&] {
    const ConnectionId to = running.service.subscribers.at(0).connection;
    running.server().push(to, ipc::WarningList{.check = 3, .items = {numbered_certificate(1)}});
    running.server().push(to + 1000, ipc::UnreadResult{.unread = 1});  // nobody
  });
  ASSERT_TRUE(client->wait_for_push(5s).value());
  ASSERT_EQ(pushes.size(), 1U);
  EXPECT_EQ(std::get<ipc::WarningList>(pushes[0]).check, 3);
}

TEST(Server, RefusesANameThatIsServedAlready) {
  RunningServer first;
  ASSERT_TRUE(first.listening);
  RunningServer second({}, first.endpoint);
  ASSERT_FALSE(second.listening);
  EXPECT_EQ(second.listening.error().code, ErrorCode::PipeUnavailable);
  EXPECT_TRUE(first.connect());
}

TEST(Server, ReleasesItsNameWhenItStops) {
  const ipc::Endpoint endpoint = fresh_endpoint();
  for (int i = 0; i < 3; ++i) {
    RunningServer running({}, endpoint);
    ASSERT_TRUE(running.listening) << to_log_line(running.listening.error());
    EXPECT_TRUE(running.connect());
  }
}

TEST(Server, SaysGoodbyeToTheServiceOnceForEachClient) {
  RunningServer running;
  auto one = running.connect();
  auto two = running.connect();
  ASSERT_TRUE(one && two);
  running.on_server([&] { running.server().stop(); });
  EXPECT_EQ(running.service.gone.size(), 2U);
  EXPECT_FALSE(one->call(ipc::kStatus));
  EXPECT_FALSE(running.connect());
}

}  // namespace
}  // namespace kigen::pipe

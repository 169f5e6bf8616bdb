#include "common/net/host_check.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "tests/common/net/black_hole.h"

namespace kigen::net {
namespace {

using test::BlackHole;
namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

tcp::endpoint loopback(std::uint16_t port = 0) {
  return {asio::ip::address_v4::loopback(), port};
}

/// A port that answers: the system completes the handshake, nobody need accept.
class ListeningPort {
 public:
  ListeningPort() : acceptor_(io_, loopback()) {}
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  asio::io_context io_;
  tcp::acceptor acceptor_;
};

/// A port that was free a moment ago and that nobody listens on: bound, so that nobody else takes it.
class ClosedPort {
 public:
  ClosedPort() : socket_(io_, loopback()) {}
  [[nodiscard]] std::uint16_t port() const { return socket_.local_endpoint().port(); }

 private:
  asio::io_context io_;
  tcp::socket socket_;
};

profile::Host local(std::uint16_t port) {
  return {"127.0.0.1", port};
}

Resolver fixed_addresses(std::vector<std::string> addresses) {
  return [addresses](const std::string&) -> Result<std::vector<std::string>> { return addresses; };
}

HostResult check_one(const profile::Host& host, HostCheckOptions options = {}) {
  auto results = check_hosts_and_wait({host}, std::move(options));
  EXPECT_TRUE(results);
  EXPECT_EQ(results->size(), 1U);
  return results->front();
}

TEST(HostCheck, ReportsTheAddressThatAnswered) {
  const ListeningPort server;
  const auto result = check_one(local(server.port()));
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.connected, "127.0.0.1");
  EXPECT_THAT(result.addresses, testing::ElementsAre("127.0.0.1"));
}

TEST(HostCheck, ResolvesNamesWithTheSystem) {
  const ListeningPort server;
  const auto result = check_one({"localhost", server.port()});
  EXPECT_FALSE(result.error) << to_log_line(*result.error);
  EXPECT_EQ(result.connected, "127.0.0.1");
}

TEST(HostCheck, TellsARefusedConnectionFromATimeOut) {
  const ClosedPort closed;
  const auto result = check_one(local(closed.port()));
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostUnreachable);
  EXPECT_EQ(result.error->args.at("host"), "127.0.0.1");
  EXPECT_EQ(result.error->args.at("port"), std::to_string(closed.port()));
  EXPECT_THAT(result.error->detail, testing::StartsWith("127.0.0.1: "));
  EXPECT_EQ(result.connected, "");
}

TEST(HostCheck, TellsANameThatDoesNotExist) {
  const auto result = check_one({"no-such-host.invalid", 443});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostNameNotFound);
  EXPECT_EQ(result.error->args.at("host"), "no-such-host.invalid");
  EXPECT_THAT(result.addresses, testing::IsEmpty());
}

TEST(HostCheck, EndsAtTheDeadlineWhenNobodyAnswers) {
  const BlackHole hole;
  const auto started = std::chrono::steady_clock::now();
  const auto result = check_one(local(hole.port()), {.timeout = 300ms});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostTimedOut);
  EXPECT_EQ(result.error->args.at("step"), "connect");
  EXPECT_GE(result.elapsed, 300ms);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
}

/// A name lookup that hangs until the test lets it go.
struct HangingLookup {
  std::mutex mutex;
  std::condition_variable changed;
  bool released = false;

  static Resolver resolver(const std::shared_ptr<HangingLookup>& self) {
    return [self](const std::string&) -> Result<std::vector<std::string>> {
      std::unique_lock lock(self->mutex);
      self->changed.wait(lock, [&] { return self->released; });
      return std::vector<std::string>{"127.0.0.1"};
    };
  }
  void release() {
    const std::lock_guard lock(mutex);
    released = true;
    changed.notify_all();
  }
};

TEST(HostCheck, DoesNotWaitForALookupThatHangs) {
  const auto hanging = std::make_shared<HangingLookup>();
  const auto result =
      check_one({"slow.example", 443}, {.timeout = 100ms, .resolver = HangingLookup::resolver(hanging)});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostTimedOut);
  EXPECT_EQ(result.error->args.at("step"), "name");
  hanging->release();
}

TEST(HostCheck, TriesTheOtherFamilyWhenTheFirstRefuses) {
  const ListeningPort server;
  const auto result = check_one({"dual.example", server.port()}, {.resolver = fixed_addresses({"::1", "127.0.0.1"})});
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.connected, "127.0.0.1");
  EXPECT_THAT(result.addresses, testing::ElementsAre("::1", "127.0.0.1"));
}

TEST(HostCheck, DoesNotWaitForASilentAddressBeforeTheNext) {
  const BlackHole hole;
  tcp::acceptor other([&] {
    static asio::io_context io;
    return tcp::acceptor(io, {asio::ip::make_address("127.0.0.2"), hole.port()});
  }());
  const auto result = check_one({"two.example", hole.port()},
                                {.timeout = 20s, .resolver = fixed_addresses({"127.0.0.1", "127.0.0.2"})});
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.connected, "127.0.0.2");
  EXPECT_LT(result.elapsed, 10s);
}

TEST(HostCheck, NamesEveryAddressThatFailed) {
  const ClosedPort closed;
  const auto result =
      check_one({"two.example", closed.port()}, {.resolver = fixed_addresses({"127.0.0.1", "nonsense"})});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostUnreachable);
  EXPECT_THAT(result.error->detail,
              testing::AllOf(testing::HasSubstr("127.0.0.1: "), testing::HasSubstr("nonsense: ")));
}

TEST(HostCheck, TreatsANameWithoutAddressAsNotFound) {
  const auto result = check_one({"empty.example", 443}, {.resolver = fixed_addresses({})});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::HostNameNotFound);
}

TEST(HostCheck, SurvivesAResolverThatThrows) {
  const auto result = check_one(
      {"x.example", 443},
      {.resolver = [](const std::string&) -> Result<std::vector<std::string>> { throw std::runtime_error("broken"); }});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::Internal);
}

TEST(HostCheck, GivesEachResultAsItComesAndAllInOrder) {
  const ListeningPort server;
  const BlackHole hole;
  asio::io_context io;
  std::vector<std::size_t> order;
  std::vector<HostResult> all;
  const auto check = check_hosts(
      io, {local(hole.port()), local(server.port())}, {.timeout = 500ms},
      [&](std::size_t index, const HostResult&) { order.push_back(index); },
      [&](std::vector<HostResult> results) { all = std::move(results); });
  ASSERT_TRUE(check);
  EXPECT_THAT(order, testing::IsEmpty());
  io.run();
  EXPECT_THAT(order, testing::ElementsAre(1, 0));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].error->code, ErrorCode::HostTimedOut);
  EXPECT_FALSE(all[1].error);
}

TEST(HostCheck, StopsAtOnceWhenCancelled) {
  const auto hanging = std::make_shared<HangingLookup>();
  const BlackHole hole;
  const ListeningPort server;
  asio::io_context io;
  std::vector<HostResult> all;
  std::shared_ptr<HostCheck> check;
  const auto started = check_hosts(
      io, {{"slow.example", 443}, local(server.port())},
      {.timeout = 1h,
       .resolver = [hanging](const std::string& host) -> Result<std::vector<std::string>> {
         return host == "127.0.0.1" ? std::vector<std::string>{host} : HangingLookup::resolver(hanging)(host);
       }},
      [&](std::size_t index, const HostResult&) {
        if (index == 1) check->cancel();
      },
      [&](std::vector<HostResult> results) { all = std::move(results); });
  ASSERT_TRUE(started);
  check = *started;
  io.run();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].error->code, ErrorCode::Cancelled);
  EXPECT_FALSE(all[1].error);
  hanging->release();
}

TEST(HostCheck, CanBeDroppedWithItsContextInTheMiddle) {
  const auto hanging = std::make_shared<HangingLookup>();
  {
    asio::io_context io;
    const auto check = check_hosts(io, {{"slow.example", 443}, local(1)},
                                   {.timeout = 1h, .resolver = HangingLookup::resolver(hanging)}, nullptr,
                                   [](const std::vector<HostResult>&) { FAIL(); });
    ASSERT_TRUE(check);
    io.poll();
  }
  hanging->release();
}

TEST(HostCheck, EndsWithoutHosts) {
  EXPECT_TRUE(check_hosts_and_wait({}, {})->empty());
}

TEST(HostCheck, RefusesMoreThanItsBound) {
  const std::vector<profile::Host> many(kMaxHosts + 1, local(1));
  const auto result = check_hosts_and_wait(many, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::InvalidArgument);
}

TEST(Addresses, AlternateByFamilyFromTheFirst) {
  EXPECT_THAT(alternate_families({"::1", "::2", "1.1.1.1", "::3", "1.1.1.2"}),
              testing::ElementsAre("::1", "1.1.1.1", "::2", "1.1.1.2", "::3"));
  EXPECT_THAT(alternate_families({"1.1.1.1", "1.1.1.1"}), testing::ElementsAre("1.1.1.1"));
  EXPECT_THAT(alternate_families({}), testing::IsEmpty());
}

TEST(Addresses, AreAtMostSixteen) {
  std::vector<std::string> many;
  for (int i = 0; i < 40; ++i) many.push_back("10.0.0." + std::to_string(i));
  EXPECT_EQ(alternate_families(many).size(), kMaxAddresses);
}

}  // namespace
}  // namespace kigen::net

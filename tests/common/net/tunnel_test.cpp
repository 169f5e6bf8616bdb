// A proxy that misbehaves; what a good one does is tried with a real one (tests/proxies).
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words
using namespace std::chrono_literals;
using boost::asio::ip::tcp;

/// Reads requests and says `answers[i]` to the i-th of them, over all connections; then nothing more.
class FakeProxy {
 public:
  explicit FakeProxy(std::vector<std::string> answers, bool hang_up = false)
      : answers_(std::move(answers)),
        hang_up_(hang_up),
        acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}),
        port_(acceptor_.local_endpoint().port()),
        thread_([this] { serve(); }) {}
  ~FakeProxy() {
    ended_ = true;
    // Wakes the accepting thread; a client that is still there has been answered or will be let go.
    boost::asio::io_context io;
    tcp::socket last(io);
    boost::system::error_code ignored;
    last.connect({boost::asio::ip::address_v4::loopback(), port_}, ignored);
    thread_.join();
  }
  FakeProxy(const FakeProxy&) = delete;
  FakeProxy& operator=(const FakeProxy&) = delete;

  [[nodiscard]] ConnectOptions options() const {
    auto options = trusting();
    options.proxy.setting = {.kind = ProxySetting::Kind::Manual, .host = "127.0.0.1", .port = port_};
    return options;
  }
  [[nodiscard]] std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    std::vector<std::unique_ptr<tcp::socket>> kept;
    while (!ended_) {
      auto& socket = *kept.emplace_back(std::make_unique<tcp::socket>(io_));
      boost::system::error_code failure;
      acceptor_.accept(socket, failure);
      if (failure || ended_) return;
      talk(socket);
    }
  }
  void talk(tcp::socket& socket) {
    for (;;) {
      std::string request;
      boost::system::error_code failure;
      boost::asio::read_until(socket, boost::asio::dynamic_buffer(request), "\r\n\r\n", failure);
      if (failure) return;
      std::size_t number = 0;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        number = requests_.size() - 1;
      }
      if (number < answers_.size()) boost::asio::write(socket, boost::asio::buffer(answers_[number]), failure);
      if (hang_up_ && number + 1 >= answers_.size()) return socket.close();
    }
  }

  std::vector<std::string> answers_;
  bool hang_up_;
  boost::asio::io_context io_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::atomic<bool> ended_{false};
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

const Url kUrl{.host = "server.test", .port = 8443};

Error error_through(const ConnectOptions& options) {
  const auto connection = connect(kUrl, options, {});
  EXPECT_FALSE(connection);
  return connection ? Error() : connection.error();
}

TEST(Tunnel, TellsAProxyThatIsSilentClosesOrTalksNonsense) {
  struct Case {
    std::vector<std::string> answers;
    bool hang_up;
    ErrorCode code;
  };
  const std::vector<Case> cases = {
      {{}, false, ErrorCode::HostTimedOut},
      {{}, true, ErrorCode::ConnectionLost},
      {{"HTTP/1.1 200 OK\r\n"}, true, ErrorCode::ConnectionLost},
      {{"SSH-2.0-x\r\n\r\n"}, false, ErrorCode::AnswerUnreadable},
      {{"HTTP/1.1 200 OK\r\n\r\nmore"}, false, ErrorCode::AnswerUnreadable},
      {{"HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x')}, false, ErrorCode::AnswerTooLarge},
      {{"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"}, false, ErrorCode::ProxyRefused},
      {{"HTTP/1.1 302 There\r\nLocation: https://x/\r\nContent-Length: 0\r\n\r\n"}, false, ErrorCode::ProxyRefused},
      {{"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"}, false, ErrorCode::ProxyLoginNeeded},
  };
  for (const auto& one : cases) {
    FakeProxy proxy(one.answers, one.hang_up);
    auto options = proxy.options();
    if (one.code == ErrorCode::HostTimedOut) options.limits.proxy = 200ms;
    const auto error = error_through(options);
    EXPECT_EQ(error.code, one.code) << to_log_line(error);
    EXPECT_EQ(arg(error, "phase"), "proxy") << to_log_line(error);
    EXPECT_EQ(arg(error, "host"), "server.test");
    EXPECT_EQ(arg(error, "proxy").substr(0, 10), "127.0.0.1:");
  }
}

TEST(Tunnel, StopsWhenTold) {
  FakeProxy proxy({});
  std::stop_source source;
  std::thread stopper([&] {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (proxy.requests().empty() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
    source.request_stop();
  });
  const auto connection = connect(kUrl, proxy.options(), source.get_token());
  stopper.join();
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(arg(connection.error(), "phase"), "proxy");
}

TEST(Tunnel, AsksTheProxyForTheServerAndNothingElse) {
  FakeProxy proxy({"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"});
  static_cast<void>(error_through(proxy.options()));
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests()[0],
            "CONNECT server.test:8443 HTTP/1.1\r\nHost: server.test:8443\r\nUser-Agent: Kigen\r\n"
            "Proxy-Connection: keep-alive\r\n\r\n");
}

TEST(Tunnel, AsksThreeTimesAndNeverTellsThePassword) {
  std::vector<std::string> answers(
      10, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 1\r\n\r\nx");
  FakeProxy proxy(answers);
  auto options = proxy.options();
  std::vector<bool> asked;
  options.proxy.ask = [&asked](const ProxyAddress&, const std::string& realm, bool again) {
    EXPECT_EQ(realm, "r");
    asked.push_back(again);
    return std::optional(ProxyLogin{"alice", Secret("geheim")});
  };
  const auto error = error_through(options);
  EXPECT_EQ(error.code, ErrorCode::ProxyLoginWrong) << to_log_line(error);
  EXPECT_EQ(asked, (std::vector<bool>{false, true, true}));
  EXPECT_EQ(to_log_line(error).find("geheim"), std::string::npos);
  EXPECT_EQ(to_log_line(error).find("YWxpY2U6Z2VoZWlt"), std::string::npos);
}

TEST(Route, NeedsAHostAndAPortWhenGivenByHand) {
  const auto route = route_for({.kind = ProxySetting::Kind::Manual}, kUrl, {});
  ASSERT_FALSE(route);
  EXPECT_EQ(route.error().code, ErrorCode::ProxySettingUnusable);
  EXPECT_EQ(*route_for({.kind = ProxySetting::Kind::None}, kUrl, {}), ProxyRoute{std::nullopt});
}

}  // namespace
}  // namespace kigen::net

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/common/net/black_hole.h"
#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words
using namespace std::chrono_literals;
using boost::asio::ip::tcp;

constexpr auto kShort = 150ms;
/// A loaded machine may be slow; a call that waits for its limit of many seconds would be far slower.
constexpr auto kSoon = 3s;

Limits patient() {
  return {.name = 60s, .connect = 60s, .proxy = 60s, .tls = 60s, .send = 60s, .answer = 60s};
}

/// A name lookup that hangs until it is let go.
class HangingResolver {
 public:
  ~HangingResolver() { let_go(); }
  [[nodiscard]] Resolver resolver() {
    return [state = state_](const std::string&) {
      std::unique_lock lock(state->mutex);
      state->asked = true;
      state->changed.wait(lock, [&] { return state->free; });
      return Result<std::vector<std::string>>(std::vector<std::string>{"127.0.0.1"});
    };
  }
  [[nodiscard]] bool asked() const {
    const std::lock_guard lock(state_->mutex);
    return state_->asked;
  }
  void let_go() {
    const std::lock_guard lock(state_->mutex);
    state_->free = true;
    state_->changed.notify_all();
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false, free = false;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

ServerOptions silent_server() {
  auto options = good_server();
  options.silent = true;
  return options;
}

Request large_request() {
  Request request;
  request.method = "POST";
  request.body.assign(std::size_t{16} * 1024 * 1024, 'x');
  return request;
}

Result<Response> post_large(const Url& url, const ConnectOptions& options, const std::stop_token& stop) {
  auto connection = connect(url, options, stop);
  if (!connection) return connection.error();
  return (*connection)->send(large_request(), stop);
}

/// One call that hangs in one phase.
struct Hang {
  const char* phase;
  std::function<Result<Response>(const ConnectOptions&, const std::stop_token&)> call;
  std::chrono::milliseconds Limits::*limit;
  std::function<bool()> reached;  ///< the phase before it is over, as far as one can see from outside
  bool blocks_name = false;
};

class Hangs : public ::testing::Test {
 protected:
  std::vector<Hang> all() {
    return {{"name", [this](const auto& o, const auto& s) { return get(url_of(silent_), o, s); }, &Limits::name,
             [this] { return hanging_.asked(); }, true},
            {"connect",
             [this](const auto& o, const auto& s) { return get({.host = "server.test", .port = hole_.port()}, o, s); },
             &Limits::connect, [this] { return named_.load(); }},
            {"tls", [this](const auto& o, const auto& s) { return get(url_of(silent_), o, s); }, &Limits::tls,
             [this] { return silent_.connections() > 0; }},
            {"send", [this](const auto& o, const auto& s) { return post_large(url_of(deaf_), o, s); }, &Limits::send,
             [this] { return deaf_begun_.load(); }},
            {"answer", [this](const auto& o, const auto& s) { return get(url_of(mute_), o, s); }, &Limits::answer,
             [this] { return mute_begun_.load(); }}};
  }
  ConnectOptions options_for(const Hang& hang) {
    auto options = trusting();
    options.limits = patient();
    options.resolver = [this](const std::string&) {
      named_ = true;
      return Result<std::vector<std::string>>(std::vector<std::string>{"127.0.0.1"});
    };
    if (hang.blocks_name) options.resolver = hanging_.resolver();
    return options;
  }

  HangingResolver hanging_;
  BlackHole hole_;
  TlsServer silent_{silent_server(), answer_all};
  std::atomic<bool> named_{false}, deaf_begun_{false}, mute_begun_{false};
  TlsServer deaf_{good_server(), [this](ServerSession& session) {
                    session.wait_for_client();
                    deaf_begun_ = true;
                    session.wait_for_end();
                  }};
  TlsServer mute_{good_server(), [this](ServerSession& session) {
                    mute_begun_ = !session.read_request().empty();
                    static_cast<void>(session.read_request());
                  }};
};

TEST_F(Hangs, AreToldApartByTheirPhase) {
  for (const auto& hang : all()) {
    auto options = options_for(hang);
    options.limits.*hang.limit = kShort;
    const auto started = std::chrono::steady_clock::now();
    const auto response = hang.call(options, {});
    ASSERT_FALSE(response) << hang.phase;
    EXPECT_EQ(response.error().code, ErrorCode::HostTimedOut) << hang.phase << to_log_line(response.error());
    EXPECT_EQ(arg(response.error(), "phase"), hang.phase);
    EXPECT_EQ(arg(response.error(), "seconds"), "1");
    EXPECT_EQ(arg(response.error(), "host"), "server.test");
    EXPECT_LT(std::chrono::steady_clock::now() - started, kSoon) << hang.phase;
  }
}

TEST_F(Hangs, EndAtOnceWhenToldToStop) {
  for (const auto& hang : all()) {
    named_ = deaf_begun_ = mute_begun_ = false;
    std::stop_source source;
    std::chrono::steady_clock::time_point stopped;
    std::thread stopper([&] {
      const auto deadline = std::chrono::steady_clock::now() + 30s;
      while (!hang.reached() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
      stopped = std::chrono::steady_clock::now();
      source.request_stop();
    });
    const auto response = hang.call(options_for(hang), source.get_token());
    const auto ended = std::chrono::steady_clock::now();
    stopper.join();
    ASSERT_FALSE(response) << hang.phase;
    EXPECT_EQ(response.error().code, ErrorCode::Cancelled) << hang.phase << to_log_line(response.error());
    EXPECT_TRUE(response.error().args.contains("phase")) << hang.phase;
    EXPECT_LT(ended - stopped, 1s) << hang.phase;
  }
}

TEST_F(Hangs, DoNotBeginWhenToldBefore) {
  std::stop_source source;
  source.request_stop();
  const auto response = get(url_of(mute_), trusting(), source.get_token());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::Cancelled);
}

/// What a script does after the request has come.
struct Fault {
  const char* what;
  ErrorCode code;
  std::function<void(ServerSession&)> script;
};

TEST(HttpsFaults, EachHaveAnErrorOfTheirOwn) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::vector<Fault> faults = {
      {"closed before the answer", ErrorCode::ConnectionLost, [](ServerSession&) {}},
      {"cut before the answer", ErrorCode::ConnectionLost, [](ServerSession& s) { s.cut(); }},
      {"reset", ErrorCode::ConnectionLost, [](ServerSession& s) { s.reset(); }},
      {"cut in the body", ErrorCode::ConnectionLost,
       [&](ServerSession& s) { s.write(head + "Content-Length: 9\r\n\r\nabc"), s.cut(); }},
      {"closed in the body", ErrorCode::ConnectionLost,
       [&](ServerSession& s) { s.write(head + "Content-Length: 9\r\n\r\nabc"); }},
      {"cut without a length", ErrorCode::ConnectionLost,
       [&](ServerSession& s) { s.write(head + "\r\nabc"), s.cut(); }},
      {"cut in a chunk", ErrorCode::ConnectionLost,
       [&](ServerSession& s) { s.write(head + "Transfer-Encoding: chunked\r\n\r\n9\r\nabc"), s.cut(); }},
      {"header too large", ErrorCode::AnswerTooLarge,
       [&](ServerSession& s) { s.write(head + "X: " + std::string(70'000, 'x')); }},
      {"header that never ends", ErrorCode::AnswerTooLarge,
       [&](ServerSession& s) {
         s.write(head);
         while (s.write("X: " + std::string(1000, 'x') + "\r\n")) continue;
       }},
      {"body too large", ErrorCode::AnswerTooLarge,
       [&](ServerSession& s) { s.write(head + "Content-Length: 5000000\r\n\r\n"); }},
      {"chunks that never end", ErrorCode::AnswerTooLarge,
       [&](ServerSession& s) {
         s.write(head + "Transfer-Encoding: chunked\r\n\r\n");
         while (s.write("4000\r\n" + std::string(0x4000, 'x') + "\r\n")) continue;
       }},
      {"no HTTP", ErrorCode::AnswerUnreadable, [](ServerSession& s) { s.write("220 mail.test ESMTP\r\n\r\n"); }},
  };
  for (const auto& fault : faults) {
    TlsServer server(good_server(), [&fault](ServerSession& session) {
      if (!session.read_request().empty()) fault.script(session);
    });
    auto connection = connect(url_of(server), trusting(), {});
    ASSERT_TRUE(connection) << fault.what;
    const auto response = (*connection)->send({}, {});
    ASSERT_FALSE(response) << fault.what;
    EXPECT_EQ(response.error().code, fault.code) << fault.what << ": " << to_log_line(response.error());
    EXPECT_EQ(arg(response.error(), "phase"), "answer") << fault.what;
    EXPECT_EQ(arg(response.error(), "host"), "server.test") << fault.what;
    EXPECT_FALSE((*connection)->usable()) << fault.what;
  }
}

TEST(HttpsFaults, TellAHandshakeThatBreaksOff) {
  auto options = good_server();
  options.hangs_up = true;
  TlsServer server(options, answer_all);
  const auto response = get(url_of(server), trusting());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::ConnectionLost) << to_log_line(response.error());
  EXPECT_EQ(arg(response.error(), "phase"), "tls");
}

TEST(HttpsFaults, TellAServerThatIsTooOld) {
  auto options = good_server();
  options.min_version = options.max_version = TLS1_1_VERSION;
  TlsServer server(options, answer_all);
  const auto response = get(url_of(server), trusting());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::TlsFailed) << to_log_line(response.error());
  EXPECT_NE(arg(response.error(), "reason").find("version"), std::string::npos) << to_log_line(response.error());
}

TEST(HttpsFaults, TellANameAndAPortThatNobodyHas) {
  auto options = trusting();
  options.resolver = [](const std::string&) -> Result<std::vector<std::string>> {
    return Error(ErrorCode::HostNameNotFound, "no such name");
  };
  const auto nameless = get({.host = "server.test", .port = 443}, options);
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error().code, ErrorCode::HostNameNotFound);
  EXPECT_EQ(arg(nameless.error(), "phase"), "name");
  std::uint16_t unused = 0;
  {
    TlsServer gone(good_server(), answer_all);
    unused = gone.port();
  }
  const auto refused = get({.host = "server.test", .port = unused}, trusting());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::HostUnreachable) << to_log_line(refused.error());
  EXPECT_EQ(arg(refused.error(), "phase"), "connect");
}

TEST(HttpsConnection, IsNotUsableWhenTheServerClosesIt) {
  TlsServer server(good_server(), [](ServerSession& session) {
    static_cast<void>(session.read_request());
    session.answer(200, "last");
  });
  auto connection = connect(url_of(server), trusting(), {});
  ASSERT_TRUE(connection);
  ASSERT_TRUE((*connection)->send({}, {}));
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while ((*connection)->usable() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_FALSE((*connection)->usable());
  const auto response = (*connection)->send({}, {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::ConnectionLost);
  EXPECT_EQ(arg(response.error(), "phase"), "send");
}

TEST(HttpsConnection, HearsWhyAServerReadsNoFurther) {
  TlsServer server(good_server(), [](ServerSession& session) {
    session.wait_for_client();
    session.answer(413, "too much", "Connection: close\r\n");
    session.reset();
  });
  const auto response = post_large(url_of(server), trusting(), {});
  if (response) {
    EXPECT_EQ(response->status, 413);
  } else {
    EXPECT_EQ(response.error().code, ErrorCode::ConnectionLost) << "a reset may overtake the answer";
  }
}

TEST(HttpsConnection, JoinsChunksAndHeedsConnectionClose) {
  TlsServer server(good_server(), [](ServerSession& session) {
    static_cast<void>(session.read_request());
    session.write(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n"
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    session.write("2\r\nde\r\n0\r\n\r\n");
  });
  auto connection = connect(url_of(server), trusting(), {});
  ASSERT_TRUE(connection);
  const auto response = (*connection)->send({}, {});
  ASSERT_TRUE(response) << to_log_line(response.error());
  EXPECT_EQ(response->body, "abcde");
  EXPECT_FALSE((*connection)->usable());
}

bool has_ipv6() {
  boost::asio::io_context io;
  boost::system::error_code failure;
  tcp::acceptor probe(io);
  probe.open(tcp::v6(), failure);
  if (!failure) probe.bind({boost::asio::ip::address_v6::loopback(), 0}, failure);
  return !failure;
}

TEST(HttpsConnection, ReachesAServerByIpv6AndByItsAddress) {
  if (!has_ipv6()) GTEST_SKIP() << "no IPv6 on this machine";
  auto options = good_server();
  options.address = "::1";
  TlsServer server(options, answer_all);
  EXPECT_TRUE(get(url_of(server, "::1"), trusting()));
  auto client = trusting();
  client.resolver = [](const std::string&) {
    return Result<std::vector<std::string>>(std::vector<std::string>{"127.0.0.1", "::1"});
  };
  EXPECT_TRUE(get(url_of(server), client)) << "the second family when the first refuses";
}

TEST(HttpsConnection, ReachesAServerByItsIpv4Address) {
  TlsServer server(good_server(), answer_all);
  EXPECT_TRUE(get(url_of(server, "127.0.0.1"), trusting()));
  const auto wrong = get(url_of(server, "127.0.0.2"), trusting());
  ASSERT_FALSE(wrong) << "the certificate names 127.0.0.1 alone";
}

}  // namespace
}  // namespace kigen::net

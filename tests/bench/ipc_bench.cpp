// Requests over the pipe against a bare echo of as many bytes over the same transport: p50 and p99 for 1 and 50
// clients.
//
// The echo is what the system itself costs: one thread, the same Asio stream, no framing, no JSON. The share that is
// Kigen's is the ratio of the p99s.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "common/ipc/envelope.h"
#include "common/ipc/stream.h"
#include "service/pipe/acceptor.h"
#include "service/pipe/server.h"
#include "tests/service/pipe/test_service.h"

namespace {

using namespace kigen;
using SteadyClock = std::chrono::steady_clock;

constexpr int kWarmUp = 200;
constexpr int kRequestsInAll = 100'000;

/// Sends back what it gets.
class EchoPeer : public std::enable_shared_from_this<EchoPeer> {
 public:
  EchoPeer(ipc::Stream stream, std::size_t answer) : stream_(std::move(stream)), answer_(answer, 'x') {}
  void read() {
    stream_.async_read_some(boost::asio::buffer(buffer_),
                            [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                              if (!error) self->write();
                            });
  }

 private:
  void write() {
    boost::asio::async_write(stream_, boost::asio::buffer(answer_),
                             [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                               if (!error) self->read();
                             });
  }

  ipc::Stream stream_;
  std::string answer_;
  std::array<char, 8192> buffer_{};
};

/// Answers each chunk it reads with `answer` bytes.
class EchoServer {
 public:
  EchoServer(boost::asio::io_context& io, const ipc::Endpoint& endpoint, std::size_t answer)
      : acceptor_(pipe::make_acceptor(io, endpoint).value()), answer_(answer) {
    accept();
  }
  void stop() { acceptor_->close(); }

 private:
  void accept() {
    acceptor_->accept([this](Result<ipc::Stream> stream) {
      if (stream) std::make_shared<EchoPeer>(std::move(*stream), answer_)->read();
      accept();
    });
  }

  std::unique_ptr<pipe::Acceptor> acceptor_;
  std::size_t answer_;
};

/// A client that waits for each answer; the same code for both servers.
class Client {
 public:
  explicit Client(const ipc::Endpoint& endpoint) : stream_(ipc::open_stream(io_, endpoint, {true}).value()) {
    stream_.non_blocking(false);
  }
  void exchange(std::string_view request, std::size_t answer) {
    boost::asio::write(stream_, boost::asio::buffer(request));
    std::size_t read = 0;
    while (read < answer) read += stream_.read_some(boost::asio::buffer(buffer_));
  }
  /// For an answer whose length is in its header.
  std::size_t exchange_frame(std::string_view request) {
    boost::asio::write(stream_, boost::asio::buffer(request));
    ipc::FrameDecoder decoder;
    while (true) {
      std::string_view bytes(buffer_.data(), stream_.read_some(boost::asio::buffer(buffer_)));
      const auto frame = decoder.take(bytes).value();
      if (frame) return frame->size() + ipc::kFrameHeaderBytes;
    }
  }

 private:
  boost::asio::io_context io_{1};
  ipc::Stream stream_;
  std::array<char, 65536> buffer_{};
};

struct Figures {
  double p50 = 0, p99 = 0;
  std::size_t answered = 0;
};

Figures figures_of(std::vector<std::vector<double>> parts) {
  std::vector<double> all;
  for (auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::ranges::sort(all);
  return {all[all.size() / 2], all[all.size() * 99 / 100], all.size()};
}

template <class Exchange>
Figures measure(const ipc::Endpoint& endpoint, int clients, Exchange exchange) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  for (auto& mine : times) {
    threads.emplace_back([&mine, &endpoint, clients, exchange]() mutable {
      Client client(endpoint);
      for (int i = 0; i < kWarmUp; ++i) exchange(client);
      for (int i = 0; i < kRequestsInAll / clients; ++i) {
        const auto begun = SteadyClock::now();
        exchange(client);
        mine.push_back(std::chrono::duration<double, std::micro>(SteadyClock::now() - begun).count());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return figures_of(std::move(times));
}

ipc::Endpoint endpoint_named(const char* name) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("kigen-bench-{}", ::getpid());
  std::filesystem::create_directories(folder);
  return ipc::parse_endpoint(fmt::format("unix:{}/{}", folder.string(), name)).value();
}

const std::string kRequest = ipc::request_frame(1, "status", "{}").value();
const std::string kHello = ipc::request_frame(0, "hello", R"({"protocol":1,"client":"bench","version":"1"})").value();

void print(const char* name, int clients, const Figures& figures) {
  fmt::print("{:<14} {:>3} client{:<1}  p50 {:8.1f} µs   p99 {:8.1f} µs   {} answers\n", name, clients,
             clients == 1 ? "" : "s", figures.p50, figures.p99, figures.answered);
}

void compare(const ipc::Endpoint& echo, const ipc::Endpoint& kigen, int clients, std::size_t answer) {
  const Figures bare = measure(echo, clients, [answer](Client& client) { client.exchange(kRequest, answer); });
  const Figures ours = measure(kigen, clients, [greeted = false](Client& client) mutable {
    if (!greeted) client.exchange_frame(kHello);
    greeted = true;
    client.exchange_frame(kRequest);
  });
  print("bare echo", clients, bare);
  print("kigen status", clients, ours);
  fmt::print("{:<14} {:>3}           p50 {:8.2f} ×    p99 {:8.2f} ×    (p99 must be at most 4)\n", "ratio", clients,
             ours.p50 / bare.p50, ours.p99 / bare.p99);
}

}  // namespace

int main() {
  const ipc::Endpoint kigen = endpoint_named("kigen");
  const ipc::Endpoint echo = endpoint_named("echo");
  pipe::TestService service;
  const std::size_t answer = ipc::answer_frame("1", service.make_status()).size();

  boost::asio::io_context kigen_io(1);
  pipe::ServerOptions options{.endpoint = kigen, .version = "1", .instance = "1"};
  options.limits.connections_per_user = 64;
  pipe::Server server(kigen_io, service, options);
  if (!server.listen()) return EXIT_FAILURE;
  boost::asio::io_context echo_io(1);
  EchoServer bare(echo_io, echo, answer);
  std::thread kigen_thread([&] { kigen_io.run(); });
  std::thread echo_thread([&] { echo_io.run(); });

  for (const int clients : {1, 50}) compare(echo, kigen, clients, answer);

  boost::asio::post(kigen_io, [&] { server.stop(); });
  boost::asio::post(echo_io, [&] { bare.stop(); });
  kigen_thread.join();
  echo_thread.join();
  std::filesystem::remove_all(std::filesystem::path(kigen.address).parent_path());
  return EXIT_SUCCESS;
}

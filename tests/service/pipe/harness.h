// A real server on a real socket or named pipe in this process, and a peer that may misbehave.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "common/ipc/client.h"
#include "common/ipc/envelope.h"
#include "common/ipc/stream.h"
#include "service/pipe/server.h"
#include "test_service.h"

namespace kigen::pipe {

using namespace std::chrono_literals;

inline ipc::Endpoint fresh_endpoint() {
  static std::atomic<unsigned> count = 0;
  static const unsigned run = std::random_device{}();
#ifdef _WIN32
  return ipc::parse_endpoint(fmt::format("pipe:KigenTest-{:x}-{}", run, ++count)).value();
#else
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("kigen-pipe-{:x}", run);
  std::filesystem::create_directories(folder);
  return ipc::parse_endpoint(fmt::format("unix:{}/{}.sock", folder.string(), ++count)).value();
#endif
}

/// Runs a server on a thread of its own until it is destroyed.
class RunningServer {
 public:
  explicit RunningServer(ServerLimits limits = {}, ipc::Endpoint where = fresh_endpoint())
      : endpoint(std::move(where)),
        work_(boost::asio::make_work_guard(io_)),
        server_(std::make_unique<Server>(
            io_, service, ServerOptions{.endpoint = endpoint, .version = "9.9", .instance = "i1", .limits = limits})) {
    listening = server_->listen();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~RunningServer() {
    on_server([this] { server_->stop(); });
    work_.reset();
    thread_.join();
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  /// Runs `work` on the server's thread and waits for it.
  void on_server(std::function<void()> work) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  [[nodiscard]] ServerCounters counters() {
    ServerCounters counters;
    on_server([&] { counters = server_->counters(); });
    return counters;
  }
  Server& server() { return *server_; }

  /// Until `condition` holds on the server's thread; false after 10 s.
  [[nodiscard]] bool eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    bool holds = false;
    while (!holds && std::chrono::steady_clock::now() < deadline) {
      on_server([&] { holds = condition(); });
      if (!holds) std::this_thread::yield();
    }
    return holds;
  }

  [[nodiscard]] ipc::ClientOptions client_options() const {
    return {.endpoint = endpoint, .client = "test", .version = "1", .accept_console_server = true};
  }
  [[nodiscard]] Result<ipc::Client> connect() const { return ipc::Client::connect(client_options()); }

  const ipc::Endpoint endpoint;
  TestService service;
  Status listening;

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

/// A peer that sends any bytes it likes, with time limits on everything.
class RawPeer {
 public:
  explicit RawPeer(const ipc::Endpoint& endpoint) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    do {
      auto stream = ipc::open_stream(io_, endpoint, {.accept_console_server = true});
      if (stream) stream_.emplace(std::move(*stream));
    } while (!stream_ && std::chrono::steady_clock::now() < deadline);
  }

  [[nodiscard]] bool connected() const { return stream_.has_value(); }

  /// False when the server hung up or took nothing more within the limit.
  bool send(std::string_view bytes, std::chrono::milliseconds limit = 5s) {
    std::optional<bool> sent;
    boost::asio::async_write(*stream_, boost::asio::buffer(bytes),
                             [&](boost::system::error_code error, std::size_t) { sent = !error; });
    run(limit, [&] { return sent.has_value(); });
    if (!sent) cancel([&] { return sent.has_value(); });
    return sent.value_or(false);
  }
  bool request(int id, std::string_view method, std::string_view params = "{}") {
    return send(ipc::request_frame(static_cast<std::uint64_t>(id), method, params).value());
  }
  bool hello() { return request(0, "hello", R"({"protocol":1,"client":"raw","version":"1"})") && read().has_value(); }

  /// The next frame's payload as JSON; nothing when the server hung up or the limit passed.
  std::optional<boost::json::value> read(std::chrono::milliseconds limit = 5s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (true) {
      auto frame = decoder_.take(unread_);
      if (!frame) return std::nullopt;
      if (*frame) return boost::json::parse(**frame);
      if (!read_some(deadline)) return std::nullopt;
    }
  }
  /// Reads away what comes until the server hangs up; false when it does not within the limit.
  bool hung_up(std::chrono::milliseconds limit = 5s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (read_some(deadline)) {
    }
    return ended_;
  }
  /// KGN number of an error answer.
  static std::int64_t kgn_of(const std::optional<boost::json::value>& answer) {
    if (!answer || answer->as_object().if_contains("error") == nullptr) return 0;
    return answer->at("error").at("data").at("code").as_int64();
  }

 private:
  template <class Done>
  void run(std::chrono::milliseconds limit, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    io_.restart();
    while (!done() && io_.run_one_until(deadline) > 0) {
    }
  }
  template <class Done>
  void cancel(Done done) {
    boost::system::error_code ignored;
    stream_->cancel(ignored);
    run(5s, done);
  }
  bool read_some(std::chrono::steady_clock::time_point deadline) {
    std::optional<std::size_t> size;
    stream_->async_read_some(boost::asio::buffer(buffer_), [&](boost::system::error_code error, std::size_t read) {
      if (error && error != boost::asio::error::operation_aborted) ended_ = true;
      size = error ? 0 : read;
    });
    const auto left = deadline - std::chrono::steady_clock::now();
    run(std::chrono::duration_cast<std::chrono::milliseconds>(left), [&] { return size.has_value(); });
    if (!size) cancel([&] { return size.has_value(); });
    unread_ = {buffer_.data(), size.value_or(0)};
    return !unread_.empty();
  }

  boost::asio::io_context io_{1};
  std::optional<ipc::Stream> stream_;
  ipc::FrameDecoder decoder_;
  std::array<char, 65536> buffer_{};
  std::string_view unread_;
  bool ended_ = false;
};

}  // namespace kigen::pipe

// One connection of a client: connect, hello, calls and pushes on an io_context. Client and AsyncClient stand on it.
//
// Threads: the io_context's thread only. Callbacks run on it and may call back into the connection.
// Ownership: shared; pending operations keep it alive until close().
#pragma once

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/ipc/client.h"
#include "common/ipc/envelope.h"
#include "common/ipc/framing.h"
#include "common/ipc/stream.h"

namespace kigen::ipc {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Answer = Result<const boost::json::value*>;
  using AnswerHandler = std::function<void(const Answer&)>;

  Connection(boost::asio::io_context& io, ClientOptions options);

  /// `ready` is called once: after a good hello, or when the connection could not be made.
  void start(std::function<void(const Result<HelloResult>&)> ready);
  /// `handler` is called exactly once: with the answer, or with why there is none. In the order of the calls.
  void call(std::string_view method, std::string_view params_json, AnswerHandler handler);
  /// Fails every waiting call with `reason` and releases the stream. Idempotent.
  void close(const Error& reason);

  void set_call_limit(std::chrono::milliseconds limit) { options_.call_limit = limit; }
  [[nodiscard]] bool open() const noexcept { return state_ == State::Open; }

  std::function<void(const Push&)> on_push;
  /// Once, when a connection that was ready is lost.
  std::function<void(const Error&)> on_lost;

 private:
  enum class State { Connecting, Greeting, Open, Closed };
  struct Waiting {
    std::uint64_t id;
    std::chrono::steady_clock::time_point deadline;
    AnswerHandler handler;
  };

  void try_open();
  void say_hello();
  void finish_start(const Result<HelloResult>& hello);
  void send(std::string frame);
  void write_next();
  void read_next();
  void take_bytes(std::string_view bytes);
  void take_payload(std::string_view payload);
  void take_answer(const Incoming& incoming);
  void take_push(const Incoming& incoming);
  void arm_deadline();

  boost::asio::io_context& io_;
  ClientOptions options_;
  std::optional<Stream> stream_;
  boost::asio::steady_timer retry_timer_;
  boost::asio::steady_timer deadline_;
  std::chrono::steady_clock::time_point connect_by_{};
  State state_ = State::Connecting;
  std::function<void(const Result<HelloResult>&)> ready_;
  std::uint64_t next_id_ = 1;
  std::deque<Waiting> waiting_;
  std::deque<std::string> outgoing_;
  bool writing_ = false;
  FrameDecoder decoder_;
  std::optional<Error> farewell_;  ///< what the server said before it closes the connection
  std::array<char, 8192> buffer_{};
};

}  // namespace kigen::ipc

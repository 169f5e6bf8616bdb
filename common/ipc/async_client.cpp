#include "common/ipc/async_client.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <random>
#include <thread>

#include "common/ipc/backoff.h"
#include "common/ipc/connection.h"

namespace kigen::ipc {
namespace {

constexpr std::chrono::milliseconds kFirstRetry{250};
constexpr std::chrono::milliseconds kLongestRetry{30'000};

}  // namespace

// Two threads meet here: members below "network thread" belong to it; `alive_` is read on the executor's thread only.
class AsyncClient::Impl {
 public:
  Impl(ClientOptions options, Executor executor, AsyncClientEvents events, bool subscribe)
      : options_(std::move(options)),
        executor_(std::move(executor)),
        events_(std::move(events)),
        subscribe_(subscribe),
        io_(1),
        retry_timer_(io_) {}

  void start() {
    thread_ = std::thread([this] {
      const auto work = boost::asio::make_work_guard(io_);
      boost::asio::post(io_, [this] { connect(); });
      io_.run();
    });
  }

  void stop() {
    *alive_ = false;
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] {
      stopping_ = true;
      retry_timer_.cancel();
      if (connection_) connection_->close(Error(ErrorCode::Cancelled));
      io_.stop();
    });
    thread_.join();
  }

  void reconnect_now() {
    boost::asio::post(io_, [this] {
      if (!waiting_to_retry_) return;
      backoff_.reset();
      retry_timer_.cancel();
      waiting_to_retry_ = false;
      connect();
    });
  }

  void call(std::string method, std::string params_json,
            std::function<std::function<void()>(const Connection::Answer&)> decode) {
    boost::asio::post(
        io_, [this, method = std::move(method), params = std::move(params_json), decode = std::move(decode)]() mutable {
          auto deliver = [this, decode = std::move(decode)](const Connection::Answer& answer) {
            if (!stopping_) to_program(decode(answer));
          };
          if (!connection_ || !connection_->open()) {
            deliver(Error(ErrorCode::PipeUnavailable).with("endpoint", to_string(options_.endpoint)));
            return;
          }
          connection_->call(method, params, std::move(deliver));
        });
  }

 private:
  // Network thread.
  void to_program(std::function<void()> work) {
    executor_([alive = alive_, work = std::move(work)] {
      if (*alive) work();
    });
  }

  void connect() {
    connection_ = std::make_shared<Connection>(io_, options_);
    connection_->on_push = [this](const Push& push) { deliver_push(push); };
    connection_->on_lost = [this](const Error& error) { retry(error); };
    connection_->start([this](const Result<HelloResult>& hello) {
      if (!hello) return retry(hello.error());
      greeted(*hello);
    });
  }

  void greeted(const HelloResult& hello) {
    backoff_.reset();
    to_program([this, hello] {
      if (events_.connected) events_.connected(hello);
    });
    if (!subscribe_) return;
    connection_->call(kSubscribe.name, "{}", [this](const Connection::Answer& answer) {
      if (!answer) return;
      if (auto status = from_json<StatusResult>(**answer)) deliver_push(Push(std::move(*status)));
    });
  }

  void deliver_push(const Push& push) {
    to_program([this, push] {
      if (events_.pushed) events_.pushed(push);
    });
  }

  void retry(const Error& why) {
    if (stopping_) return;
    const auto wait = backoff_.next(std::uniform_real_distribution<double>(0, 1)(random_));
    to_program([this, why, wait] {
      if (events_.disconnected) events_.disconnected(why, wait);
    });
    waiting_to_retry_ = true;
    retry_timer_.expires_after(wait);
    retry_timer_.async_wait([this](boost::system::error_code error) {
      if (error || stopping_ || !waiting_to_retry_) return;
      waiting_to_retry_ = false;
      connect();
    });
  }

  const ClientOptions options_;
  const Executor executor_;
  const AsyncClientEvents events_;
  const bool subscribe_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);

  boost::asio::io_context io_;
  boost::asio::steady_timer retry_timer_;
  std::shared_ptr<Connection> connection_;
  Backoff backoff_{kFirstRetry, kLongestRetry};
  std::minstd_rand random_{std::random_device{}()};
  bool waiting_to_retry_ = false;
  bool stopping_ = false;

  std::thread thread_;
};

AsyncClient::AsyncClient(ClientOptions options, Executor executor, AsyncClientEvents events, bool subscribe)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(executor), std::move(events), subscribe)) {}

AsyncClient::~AsyncClient() {
  impl_->stop();
}

void AsyncClient::start() {
  impl_->start();
}

void AsyncClient::reconnect_now() {
  impl_->reconnect_now();
}

void AsyncClient::call_json(std::string_view method, std::string params_json,
                            std::function<std::function<void()>(const Result<const boost::json::value*>&)> decode) {
  impl_->call(std::string(method), std::move(params_json), std::move(decode));
}

}  // namespace kigen::ipc

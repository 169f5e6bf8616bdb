#include "common/net/connect_race.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

#include "common/net/connect_socket.h"

namespace kigen::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

class Race final : public ConnectRace, public std::enable_shared_from_this<Race> {
 public:
  Race(asio::io_context& io, std::vector<std::string> addresses, std::uint16_t port, WinnerHandler handler)
      : io_(io),
        addresses_(std::move(addresses)),
        port_(port),
        handler_(std::move(handler)),
        delay_(io),
        sockets_(addresses_.size()) {}

  void start() {
    asio::post(io_, [self = shared_from_this()] { self->try_next(); });
  }

  void abandon() override {
    handler_ = nullptr;
    close();
  }

  [[nodiscard]] std::string failures() const override { return failures_; }

 private:
  void try_next() {
    if (!handler_) return;
    if (next_ == addresses_.size()) {
      if (running_ == 0) finish(all_failed());
      return;
    }
    const std::size_t index = next_++;
    error_code bad_address;
    const auto address = asio::ip::make_address(addresses_[index], bad_address);
    if (bad_address) return failed(index, bad_address);
    ++running_;
    auto& socket = sockets_[index];
    socket = std::make_unique<tcp::socket>(io_);
    socket->async_connect({address, port_}, [self = shared_from_this(), index](const error_code& result) {
      self->attempt_ended(index, result);
    });
    if (next_ < addresses_.size()) arm_delay();
  }

  void arm_delay() {
    delay_.expires_after(kAttemptDelay);
    delay_.async_wait([self = shared_from_this()](const error_code& cancelled) {
      if (!cancelled) self->try_next();
    });
  }

  void attempt_ended(std::size_t index, const error_code& result) {
    if (!handler_) return;
    --running_;
    if (result) return failed(index, result);
    finish(RaceWinner{addresses_[index], take(index)});
  }

  /// A refusal is known at once: the next address need not wait for the delay.
  void failed(std::size_t index, const error_code& why) {
    if (!failures_.empty()) failures_ += "; ";
    failures_ += addresses_[index] + ": " + why.message() + " (" + std::to_string(why.value()) + ')';
    if (why == asio::error::timed_out) timed_out_ = true;
    delay_.cancel();
    try_next();
  }

  [[nodiscard]] Error all_failed() const {
    return Error(timed_out_ ? ErrorCode::HostTimedOut : ErrorCode::HostUnreachable, failures_);
  }

  [[nodiscard]] std::unique_ptr<tcp::socket> take(std::size_t index) { return std::move(sockets_[index]); }

  void finish(Result<RaceWinner> result) {
    const WinnerHandler handler = std::exchange(handler_, nullptr);
    close();
    handler(std::move(result));
  }

  void close() {
    delay_.cancel();
    for (const auto& socket : sockets_) {
      error_code ignored;
      if (socket) socket->close(ignored);
    }
  }

  asio::io_context& io_;
  std::vector<std::string> addresses_;
  std::uint16_t port_;
  WinnerHandler handler_;
  asio::steady_timer delay_;
  std::vector<std::unique_ptr<tcp::socket>> sockets_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  bool timed_out_ = false;
  std::string failures_;
};

}  // namespace

std::shared_ptr<ConnectRace> async_connect_and_keep(asio::io_context& io, std::vector<std::string> addresses,
                                                    std::uint16_t port, WinnerHandler handler) {
  auto race = std::make_shared<Race>(io, std::move(addresses), port, std::move(handler));
  race->start();
  return race;
}

std::shared_ptr<ConnectRace> async_connect_first(asio::io_context& io, std::vector<std::string> addresses,
                                                 std::uint16_t port, RaceHandler handler) {
  return async_connect_and_keep(io, std::move(addresses), port,
                                [handler = std::move(handler)](const Result<RaceWinner>& winner) {
                                  if (!winner) return handler(winner.error());
                                  handler(winner->address);
                                });
}

}  // namespace kigen::net

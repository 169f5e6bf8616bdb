// Requests to one origin: a connection that is kept, made anew when it has to be, and redirects (RFC 7030 3.2.1).
// Waits like net::Connection; one thread at a time.
#pragma once

#include <memory>
#include <stop_token>

#include "common/est/client.h"

namespace kigen::est {

inline constexpr int kMaxRedirects = 3;

class Exchange {
 public:
  Exchange(net::Url origin, net::ConnectOptions options, Connector connect);

  /// The answer to `request`, whose target is a path of this origin. A redirect is never an answer: it is followed or
  /// AnswerUnreadable {reason "redirect"}. A kept connection that turns out to be closed is replaced once, if the
  /// request may be sent again.
  [[nodiscard]] Result<net::Response> perform(net::Request request, const std::stop_token& stop);
  /// Ties what follows to the connection that is open now, or is opened for it.
  [[nodiscard]] Result<Bytes> bind(const std::stop_token& stop);
  void release() noexcept { bound_ = false; }

 private:
  [[nodiscard]] bool is_open() const { return connection_ != nullptr && connection_->usable(); }
  [[nodiscard]] Status open(const std::stop_token& stop);
  [[nodiscard]] Result<net::Response> send(const net::Request& request, const std::stop_token& stop);

  net::Url origin_;
  net::ConnectOptions options_;
  Connector connect_;
  std::unique_ptr<net::Connection> connection_;
  bool bound_ = false;
};

}  // namespace kigen::est

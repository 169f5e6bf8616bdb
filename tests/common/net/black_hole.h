#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstdint>

namespace kigen::net::test {

/// A port that swallows connections like a firewall that drops: its backlog is full.
class BlackHole {
  using tcp = boost::asio::ip::tcp;

 public:
  BlackHole() : acceptor_(io_) {
    acceptor_.open(tcp::v4());
    acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
    acceptor_.listen(0);
    // Started and never waited for: each sends its SYN at once.
    for (auto& filler : fillers_)
      filler.async_connect(acceptor_.local_endpoint(), [](const boost::system::error_code&) {});
  }
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_;
  std::array<tcp::socket, 4> fillers_{tcp::socket(io_), tcp::socket(io_), tcp::socket(io_), tcp::socket(io_)};
};

}  // namespace kigen::net::test

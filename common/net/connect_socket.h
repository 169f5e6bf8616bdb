// The race of connect_race.h with its winner kept. For .cpp files: it brings Asio along.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/net/connect_race.h"

namespace kigen::net {

struct RaceWinner {
  std::string address;
  std::unique_ptr<boost::asio::ip::tcp::socket> socket;  ///< connected, on the io_context of the race
};
using WinnerHandler = std::function<void(Result<RaceWinner>)>;

/// As async_connect_first, but the connection stays open and is the handler's.
[[nodiscard]] std::shared_ptr<ConnectRace> async_connect_and_keep(boost::asio::io_context& io,
                                                                  std::vector<std::string> addresses,
                                                                  std::uint16_t port, WinnerHandler handler);

}  // namespace kigen::net

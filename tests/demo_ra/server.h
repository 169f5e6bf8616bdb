// The ports: one for each label under TLS, one for the admin interface; on 127.0.0.1 and, where there is one, ::1.
//
// run() belongs to one thread; each connection has a thread of its own. stop() may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/demo_ra/channel.h"

namespace kigen::demo_ra {

class Server {
 public:
  using Serve = std::function<void(Link&)>;

  Server();
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and returns the port; 0 takes any. Throws boost::system::system_error.
  std::uint16_t listen(std::uint16_t port, Serve serve);
  /// Accepts until stop(), SIGINT or SIGTERM; then ends all connections.
  void run();
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::demo_ra

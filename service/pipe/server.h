// The pipe server: accepts, identifies, bounds and answers; what it answers comes from a ServiceApi.
//
// Threads: everything on the io_context's one thread; no locks. No timer runs while every connection is idle.
// Ownership: the server owns its connections; the io_context and the ServiceApi must outlive it.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "common/ipc/endpoint.h"
#include "common/ipc/limits.h"
#include "service/pipe/service_api.h"

namespace boost::asio {
class io_context;
}

namespace kigen::pipe {

struct ServerLimits {
  std::size_t connections = ipc::kMaxConnections;
  std::size_t connections_per_user = ipc::kMaxConnectionsPerUser;
  std::chrono::milliseconds hello_deadline = ipc::kHelloDeadline;
  std::chrono::milliseconds frame_deadline = ipc::kFrameDeadline;
  std::chrono::milliseconds write_deadline = ipc::kWriteDeadline;
};

struct ServerOptions {
  ipc::Endpoint endpoint;
  std::string version;   ///< HelloResult::service_version
  std::string instance;  ///< HelloResult::instance: random per start of the service
  ServerLimits limits;   ///< others than the defaults only in tests
};

/// Counters since the start, for metrics and tests.
struct ServerCounters {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;  ///< over a bound on connections
  std::uint64_t requests = 0;
  std::uint64_t offences = 0;  ///< connections closed because a rule was broken or a deadline passed
  std::size_t open = 0;
};

class Server {
 public:
  Server(boost::asio::io_context& io, ServiceApi& api, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Creates the endpoint and starts to accept. PipeUnavailable when another process holds the name.
  [[nodiscard]] Status listen();
  /// Closes the endpoint and every connection; pending Replies become harmless. Idempotent.
  void stop();

  /// Sends a notification. A reader that is slow gets only the newest of each kind; an unknown id is ignored.
  void push(ConnectionId connection, const ipc::Push& message);

  /// Ends one connection: its client connects again and tells its state anew. An unknown id is ignored.
  void close(ConnectionId connection);

  [[nodiscard]] ServerCounters counters() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace kigen::pipe

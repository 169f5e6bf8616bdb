// A TLS server that gives prepared answers to the real client, in the order of the requests, over as many connections
// as the client makes. The test's thread asks what came when the client is done.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "common/est/client.h"
#include "tests/common/net/tls_server.h"

namespace kigen::est::testing {

/// Does what is to be done after one request; false ends the connection.
using Step = std::function<bool(net::test::ServerSession&)>;

/// An answer with Content-Length.
[[nodiscard]] Step answers(int status, std::string body, std::string more_header = {});
/// The same, in chunks of one octet to seven.
[[nodiscard]] Step answers_in_chunks(int status, std::string body);
/// An answer after which the connection is closed, with or without saying so.
[[nodiscard]] Step answers_and_closes(int status, std::string body, bool told);
/// Takes the request and cuts the connection.
[[nodiscard]] Step cuts();
/// Takes the request and says nothing until the client goes.
[[nodiscard]] Step stays_silent();

class CannedServer {
 public:
  explicit CannedServer(std::vector<Step> steps);

  [[nodiscard]] net::Url url(const std::string& target = "/") const;
  [[nodiscard]] net::ConnectOptions options() const;
  [[nodiscard]] Client client(std::string label = {}) const;
  /// Header and body of every request so far.
  [[nodiscard]] std::vector<std::string> requests() const;
  [[nodiscard]] int connections() const { return server_.connections(); }
  /// Blocks until so many requests came; false after ten seconds.
  [[nodiscard]] bool wait_for_requests(std::size_t count) const;

 private:
  void serve(net::test::ServerSession& session);
  Step take(std::string request);

  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<Step> steps_;
  std::vector<std::string> requests_;
  net::test::TlsServer server_;
};

}  // namespace kigen::est::testing

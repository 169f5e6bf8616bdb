// A TLS server on loopback that does what a test tells it, one thread a connection. Real OpenSSL, blocking sockets.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/common/net/test_certificates.h"

namespace kigen::net::test {

class ServerSession {
 public:
  ServerSession(SSL* tls, boost::asio::ip::tcp::socket& socket, const std::atomic<bool>& ended)
      : tls_(tls), socket_(socket), ended_(ended) {}

  /// Header and body of one request; "" when the client went away.
  std::string read_request();
  bool write(const std::string& octets);
  /// An answer with Content-Length.
  bool answer(int status, const std::string& body, const std::string& more_header = {});
  /// Renegotiation (TLS 1.2) or post-handshake authentication (TLS 1.3); true when a certificate came.
  bool ask_certificate_late();
  /// "" without a client certificate, else its subject's CN.
  [[nodiscard]] std::string client_name() const;
  /// Cuts the connection without a word.
  void cut();
  void reset();
  /// Returns when the client has gone or sent something.
  void wait_for_client();
  /// Returns when the server is being ended; nothing is read.
  void wait_for_end();
  [[nodiscard]] SSL* tls() const { return tls_; }

 private:
  SSL* tls_;
  boost::asio::ip::tcp::socket& socket_;
  const std::atomic<bool>& ended_;
};

struct ServerOptions {
  Credential credential;
  std::vector<Credential> chain;  ///< sent after the certificate
  int min_version = TLS1_2_VERSION, max_version = TLS1_3_VERSION;
  bool ask_certificate = false;       ///< in the first handshake
  bool demand_certificate = false;    ///< and no connection without one
  std::shared_ptr<X509> client_root;  ///< who may have issued it
  std::string address = "127.0.0.1";
  bool silent = false;    ///< accepts TCP and says nothing
  bool hangs_up = false;  ///< closes in the middle of the handshake
};

class TlsServer {
 public:
  using Script = std::function<void(ServerSession&)>;
  /// The script runs once a connection, on that connection's thread.
  TlsServer(ServerOptions options, Script script);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept();
  void serve(boost::asio::ip::tcp::socket& socket);

  ServerOptions options_;
  Script script_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::shared_ptr<SSL_CTX> context_;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::list<boost::asio::ip::tcp::socket> sockets_;
  std::vector<std::thread> sessions_;
  std::thread acceptor_thread_;
  std::atomic<bool> ended_{false};
};

/// Options of the server that all is well with.
[[nodiscard]] ServerOptions good_server();

}  // namespace kigen::net::test

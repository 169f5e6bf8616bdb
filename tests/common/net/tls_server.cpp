#include "tests/common/net/tls_server.h"

#include <openssl/err.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace kigen::net::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

int accept_any(int, X509_STORE_CTX*) {
  return 1;
}

std::size_t content_length(const std::string& header) {
  const auto at = header.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(header.substr(at + 16));
}

/// OpenSSL's own sockets signal a client that has gone; the client's (Asio's) do not.
void outlive_broken_pipes() {
#ifndef _WIN32
  std::signal(SIGPIPE, SIG_IGN);
#endif
}

std::shared_ptr<SSL_CTX> make_context(const ServerOptions& options) {
  outlive_broken_pipes();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) throw std::runtime_error("SSL_CTX");
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), options.min_version);
  SSL_CTX_set_max_proto_version(context.get(), options.max_version);
  SSL_CTX_use_certificate(context.get(), options.credential.certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), options.credential.key.get());
  for (const auto& one : options.chain) SSL_CTX_add1_chain_cert(context.get(), one.certificate.get());
  SSL_CTX_set_mode(context.get(), SSL_MODE_AUTO_RETRY | SSL_MODE_NO_AUTO_CHAIN);
  const unsigned char id = 'k';
  SSL_CTX_set_session_id_context(context.get(), &id, 1);
  if (options.client_root) X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), options.client_root.get());
  if (options.ask_certificate) {
    SSL_CTX_set_verify(context.get(),
                       SSL_VERIFY_PEER | (options.demand_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                       options.client_root ? nullptr : accept_any);
  }
  return context;
}

}  // namespace

std::string ServerSession::read_request() {
  std::string text;
  std::array<char, 4096> piece{};
  for (;;) {
    const auto header = text.find("\r\n\r\n");
    if (header != std::string::npos && text.size() >= header + 4 + content_length(text)) return text;
    const int octets = SSL_read(tls_, piece.data(), static_cast<int>(piece.size()));
    if (octets <= 0) return {};
    text.append(piece.data(), static_cast<std::size_t>(octets));
  }
}

bool ServerSession::write(const std::string& octets) {
  return SSL_write(tls_, octets.data(), static_cast<int>(octets.size())) > 0;
}

bool ServerSession::answer(int status, const std::string& body, const std::string& more_header) {
  return write("HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n" + more_header + "\r\n" + body);
}

bool ServerSession::ask_certificate_late() {
  SSL_set_verify(tls_, SSL_VERIFY_PEER, accept_any);
  if (SSL_version(tls_) >= TLS1_3_VERSION) {
    if (SSL_verify_client_post_handshake(tls_) != 1) return false;
  } else if (SSL_renegotiate(tls_) != 1) {
    return false;
  }
  if (SSL_do_handshake(tls_) != 1) return false;
  // The client's half comes with the next reading, which must not go on to wait for data.
  SSL_clear_mode(tls_, SSL_MODE_AUTO_RETRY);
  std::array<char, 1> nothing{};
  SSL_peek(tls_, nothing.data(), 0);
  SSL_set_mode(tls_, SSL_MODE_AUTO_RETRY);
  return !client_name().empty();
}

std::string ServerSession::client_name() const {
  const X509* certificate = SSL_get0_peer_certificate(tls_);
  if (certificate == nullptr) return {};
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  return name.data();
}

void ServerSession::cut() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

void ServerSession::reset() {
  SSL_set_quiet_shutdown(tls_, 1);
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

void ServerSession::wait_for_client() {
  boost::system::error_code ignored;
  socket_.wait(tcp::socket::wait_read, ignored);
}

void ServerSession::wait_for_end() {
  while (!ended_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

TlsServer::TlsServer(ServerOptions options, Script script)
    : options_(std::move(options)),
      script_(std::move(script)),
      acceptor_(io_, tcp::endpoint(asio::ip::make_address(options_.address), 0)),
      context_(make_context(options_)),
      port_(acceptor_.local_endpoint().port()) {
  accept();
  acceptor_thread_ = std::thread([this] { io_.run(); });
}

TlsServer::~TlsServer() {
  ended_ = true;
  io_.stop();
  acceptor_thread_.join();
  acceptor_.close();
  {
    const std::lock_guard lock(mutex_);
    for (auto& socket : sockets_) {
      boost::system::error_code ignored;
      socket.shutdown(tcp::socket::shutdown_both, ignored);
    }
  }
  for (auto& session : sessions_) session.join();
}

void TlsServer::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& failure, tcp::socket socket) {
    if (failure) return;
    ++connections_;
    {
      const std::lock_guard lock(mutex_);
      auto& kept = sockets_.emplace_back(std::move(socket));
      sessions_.emplace_back([this, &kept] { serve(kept); });
    }
    accept();
  });
}

void TlsServer::serve(tcp::socket& socket) {
  const std::shared_ptr<SSL> tls(SSL_new(context_.get()), SSL_free);
  if (options_.silent) {
    boost::system::error_code ignored;
    char octet = 0;
    while (socket.read_some(asio::buffer(&octet, 1), ignored) > 0) continue;
    return;
  }
  if (options_.hangs_up) {
    boost::system::error_code ignored;
    char octet = 0;
    socket.read_some(asio::buffer(&octet, 1), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    return;
  }
  SSL_set_fd(tls.get(), static_cast<int>(socket.native_handle()));
  ServerSession session(tls.get(), socket, ended_);
  if (SSL_accept(tls.get()) == 1) {
    script_(session);
    SSL_shutdown(tls.get());
  }
  ERR_clear_error();
  boost::system::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_both, ignored);
}

ServerOptions good_server() {
  static const Credential credential = shared_authority().issue({});
  ServerOptions options;
  options.credential = credential;
  return options;
}

}  // namespace kigen::net::test

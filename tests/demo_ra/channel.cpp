#include "tests/demo_ra/channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

namespace kigen::demo_ra {
namespace {

constexpr std::size_t kChunk = 16 * 1024;

using SslPtr = OpenSslPtr<SSL, SSL_free>;

class PlainChannel final : public Channel {
 public:
  explicit PlainChannel(Link& link) : link_(link) {}
  std::size_t read(char* to, std::size_t size) override { return link_.read(to, size); }
  bool write(std::string_view bytes) override { return link_.write(bytes); }
  void finish() override {}
  void close_hard() override { link_.close_hard(); }
  void pause(std::chrono::milliseconds time) override { link_.pause(time); }
  Peer peer() override { return {}; }
  bool ask_for_certificate() override { return true; }

 private:
  Link& link_;
};

// OpenSSL works on two memory buffers; this class moves them to and from the link.
class TlsChannel final : public Channel {
 public:
  TlsChannel(Link& link, SSL_CTX* context) : link_(link), ssl_(::SSL_new(context)) {
    check(ssl_ != nullptr);
    BIO* in = ::BIO_new(::BIO_s_mem());
    BIO* out = ::BIO_new(::BIO_s_mem());
    check(in != nullptr && out != nullptr);
    BIO_set_mem_eof_return(in, -1);
    ::SSL_set_bio(ssl_.get(), in, out);
    ::SSL_set_msg_callback(ssl_.get(), on_message);
    SSL_set_msg_callback_arg(ssl_.get(), this);
    ::SSL_set_accept_state(ssl_.get());
  }

  bool handshake() {
    return drive([this] { return ::SSL_do_handshake(ssl_.get()); }) == 1;
  }

  std::size_t read(char* to, std::size_t size) override {
    const int got = drive([&] { return ::SSL_read(ssl_.get(), to, static_cast<int>(size)); });
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

  bool write(std::string_view bytes) override {
    for (std::size_t at = 0; at < bytes.size();) {
      const auto part = bytes.substr(at, kChunk);
      const int sent = drive([&] { return ::SSL_write(ssl_.get(), part.data(), static_cast<int>(part.size())); });
      if (sent <= 0) return false;
      at += static_cast<std::size_t>(sent);
    }
    return true;
  }

  void finish() override {
    ::SSL_shutdown(ssl_.get());
    static_cast<void>(flush());
    ::ERR_clear_error();
  }
  void close_hard() override { link_.close_hard(); }
  void pause(std::chrono::milliseconds time) override { link_.pause(time); }

  Peer peer() override {
    Peer peer;
    peer.certificate.reset(::SSL_get1_peer_certificate(ssl_.get()));
    peer.tls_version = ::SSL_get_version(ssl_.get());
    peer.channel_binding = channel_binding();
    return peer;
  }

  bool ask_for_certificate() override {
    if (::SSL_get0_peer_certificate(ssl_.get()) != nullptr) return true;
    ::SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, ::SSL_get_verify_callback(ssl_.get()));
    client_finished_ = false;
    if (::SSL_version(ssl_.get()) == TLS1_3_VERSION) {
      // A client that did not offer it is served without a certificate.
      if (::SSL_verify_client_post_handshake(ssl_.get()) != 1) {
        ::ERR_clear_error();
        return true;
      }
    } else if (::SSL_renegotiate(ssl_.get()) != 1) {
      ::ERR_clear_error();
      return true;
    }
    if (!handshake()) return false;
    // The client's answer comes as handshake messages, which only reading takes in.
    while (!client_finished_) {
      char byte = 0;
      if (::SSL_peek(ssl_.get(), &byte, 1) > 0) break;
      if (client_finished_) break;
      if (!flush() || !take_in()) return false;
    }
    return flush();
  }

 private:
  static void on_message(int is_write, int, int type, const void* data, std::size_t size, SSL*, void* self) {
    if (is_write != 0 || type != SSL3_RT_HANDSHAKE || size == 0) return;
    if (static_cast<const unsigned char*>(data)[0] == SSL3_MT_FINISHED)
      static_cast<TlsChannel*>(self)->client_finished_ = true;
  }

  // Repeats an operation of OpenSSL's until it has what it needs from the peer.
  template <class Operation>
  int drive(Operation operation) {
    for (;;) {
      ::ERR_clear_error();
      const int result = operation();
      const int error = ::SSL_get_error(ssl_.get(), result);
      if (!flush()) return -1;
      if (result > 0) return result;
      if (error != SSL_ERROR_WANT_READ || !take_in()) return -1;
    }
  }

  bool flush() {
    std::array<char, kChunk> part{};
    for (;;) {
      const int size = ::BIO_read(::SSL_get_wbio(ssl_.get()), part.data(), static_cast<int>(part.size()));
      if (size <= 0) return true;
      if (!link_.write({part.data(), static_cast<std::size_t>(size)})) return false;
    }
  }

  bool take_in() {
    std::array<char, kChunk> part{};
    const std::size_t size = link_.read(part.data(), part.size());
    return size > 0 &&
           ::BIO_write(::SSL_get_rbio(ssl_.get()), part.data(), static_cast<int>(size)) == static_cast<int>(size);
  }

  // tls-unique (RFC 5929 3): the first Finished of the latest handshake, the client's. tls-exporter (RFC 9266).
  Bytes channel_binding() {
    constexpr std::string_view kLabel = "EXPORTER-Channel-Binding";
    Bytes binding(EVP_MAX_MD_SIZE);
    if (::SSL_version(ssl_.get()) == TLS1_3_VERSION) {
      binding.resize(32);
      check(::SSL_export_keying_material(ssl_.get(), binding.data(), binding.size(), kLabel.data(), kLabel.size(),
                                         nullptr, 0, 1) == 1);
      return binding;
    }
    binding.resize(::SSL_get_peer_finished(ssl_.get(), binding.data(), binding.size()));
    return binding;
  }

  Link& link_;
  SslPtr ssl_;
  bool client_finished_ = false;
};

}  // namespace

std::unique_ptr<Channel> plain_channel(Link& link) {
  return std::make_unique<PlainChannel>(link);
}

std::unique_ptr<Channel> tls_channel(Link& link, ssl_ctx_st* context) {
  auto channel = std::make_unique<TlsChannel>(link, context);
  if (!channel->handshake()) return nullptr;
  return channel;
}

}  // namespace kigen::demo_ra

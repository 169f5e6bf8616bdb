#include "common/net/wire.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <optional>
#include <utility>

#include "common/keys/signing_key.h"
#include "common/net/connect_socket.h"
#include "common/net/resolve.h"
#include "common/net/tls_error.h"

namespace kigen::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket&>;

namespace {

constexpr std::chrono::milliseconds kCancelTime{50};

struct Outcome {
  error_code failure;
  std::size_t octets = 0;
};

bool is_address(const std::string& host) {
  error_code no_address;
  asio::ip::make_address(host, no_address);
  return !no_address;
}

/// RFC 6066 3. OpenSSL's macro for it casts in the old style and drops const.
long set_server_name(SSL* ssl, std::string host) {
  return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
}

/// A server that renegotiates to ask for the client's certificate must not be offered this session to resume instead:
/// a session without id is none (RFC 5246 7.3).
void forget_session(SSL* ssl) {
  const unsigned char none = 0;
  if (SSL_version(ssl) < TLS1_3_VERSION) SSL_SESSION_set1_id(SSL_get_session(ssl), &none, 0);
}

}  // namespace

struct Wire::State {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::unique_ptr<TlsSetup> setup;
  std::unique_ptr<tcp::socket> socket;
  std::optional<asio::ssl::context> context;
  std::optional<TlsStream> tls;

  /// Runs the io_context until `done`. Ok, HostTimedOut or Cancelled.
  template <class Done>
  [[nodiscard]] Status run_until(const Phase& phase, const std::stop_token& stop, const Done& done) {
    const std::stop_callback wake(stop, [this] { asio::post(io, [] {}); });
    while (!done()) {
      if (stop.stop_requested()) return phase.error(ErrorCode::Cancelled);
      const auto expiry = phase.expiry();
      if (std::chrono::steady_clock::now() >= expiry) return phase.timed_out();
      io.run_one_until(expiry);
    }
    return {};
  }

  /// Starts an operation on the socket and waits for it; one that has to be given up takes the socket with it.
  template <class Start>
  [[nodiscard]] Result<Outcome> run(const Phase& phase, const std::stop_token& stop, const Start& start) {
    std::optional<Outcome> outcome;
    start([&outcome](const error_code& failure, std::size_t octets = 0) { outcome = Outcome{failure, octets}; });
    const auto ended = run_until(phase, stop, [&outcome] { return outcome.has_value(); });
    if (!ended) {
      // The operation's memory is the caller's: it has to be over. Cancelled first, since closing alone does not end a
      // stalled sending everywhere.
      error_code ignored;
      socket->cancel(ignored);
      while (!outcome && io.run_one_for(kCancelTime) > 0) continue;
      socket->close(ignored);
      while (!outcome) io.run_one();
      return ended.error();
    }
    return *outcome;
  }

  [[nodiscard]] Error failed(const Phase& phase, const error_code& why) {
    if (why.category() == asio::error::get_ssl_category()) {
      return tls_failure(phase, setup->verdict, static_cast<unsigned int>(why.value()));
    }
    return phase.error(ErrorCode::ConnectionLost, why.message() + " (" + std::to_string(why.value()) + ')');
  }

  [[nodiscard]] Result<std::vector<std::string>> addresses_of(const std::string& host, const ConnectOptions& options,
                                                              const std::stop_token& stop) {
    if (is_address(host)) return std::vector<std::string>{host};
    const Phase phase("name", options.limits.name);
    std::optional<Result<std::vector<std::string>>> answer;
    const auto lookup = async_resolve(io, host, options.resolver, [&answer](auto found) { answer = std::move(found); });
    const auto ended = run_until(phase, stop, [&answer] { return answer.has_value(); });
    if (!ended) return ended.error();
    if (!*answer) return Error(answer->error()).with("phase", phase.name());
    auto addresses = alternate_families(**answer);
    if (addresses.empty()) return phase.error(ErrorCode::HostNameNotFound, "no address");
    return addresses;
  }

  [[nodiscard]] Status connect(std::vector<std::string> addresses, std::uint16_t port, const ConnectOptions& options,
                               const std::stop_token& stop) {
    const Phase phase("connect", options.limits.connect);
    std::optional<Result<RaceWinner>> winner;
    const auto race = async_connect_and_keep(io, std::move(addresses), port,
                                             [&winner](Result<RaceWinner> first) { winner.emplace(std::move(first)); });
    const auto ended = run_until(phase, stop, [&winner] { return winner.has_value(); });
    if (!ended) {
      race->abandon();
      Error error = ended.error();
      error.detail = race->failures();
      return error;
    }
    if (!*winner) {
      const Error& why = winner->error();
      return why.code == ErrorCode::HostTimedOut ? phase.timed_out(why.detail) : phase.error(why.code, why.detail);
    }
    socket = std::move((*winner)->socket);
    error_code ignored;
    socket->set_option(tcp::no_delay(true), ignored);
    return {};
  }
};

Wire::Wire(std::unique_ptr<State> state) : state_(std::move(state)) {}

Wire::~Wire() = default;

Result<std::unique_ptr<Wire>> Wire::open(const std::string& host, std::uint16_t port, const ConnectOptions& options,
                                         std::stop_token stop) {
  auto state = std::make_unique<State>();
  auto addresses = state->addresses_of(host, options, stop);
  if (!addresses) return addresses.error();
  const auto connected = state->connect(std::move(*addresses), port, options, stop);
  if (!connected) return connected.error();
  return std::unique_ptr<Wire>(new Wire(std::move(state)));
}

Status Wire::start_tls(std::unique_ptr<TlsSetup> setup, const std::string& host, Milliseconds limit,
                       std::stop_token stop) {
  State& state = *state_;
  state.setup = std::move(setup);
  state.context.emplace(state.setup->context.release());
  state.tls.emplace(*state.socket, *state.context);
  SSL* ssl = state.tls->native_handle();
  if (!is_address(host) && set_server_name(ssl, host) != 1) {
    return Error(ErrorCode::Internal, take_openssl_reason());
  }
  static_cast<void>(keys::take_signing_error());
  const Phase phase = begin("tls", limit);
  const auto outcome = state.run(phase, stop, [&state](auto handler) {
    state.tls->async_handshake(asio::ssl::stream_base::client, std::move(handler));
  });
  if (!outcome) return outcome.error();
  if (outcome->failure) return state.failed(phase, outcome->failure);
  forget_session(ssl);
  return {};
}

Status Wire::write(std::string_view octets, const Phase& phase, std::stop_token stop) {
  State& state = *state_;
  const auto outcome = state.run(phase, stop, [&](auto handler) {
    const auto buffer = asio::buffer(octets.data(), octets.size());
    if (state.tls) return asio::async_write(*state.tls, buffer, std::move(handler));
    asio::async_write(*state.socket, buffer, std::move(handler));
  });
  if (!outcome) return outcome.error();
  if (outcome->failure) return state.failed(phase, outcome->failure);
  return {};
}

Result<std::size_t> Wire::read_some(std::span<char> into, const Phase& phase, std::stop_token stop) {
  State& state = *state_;
  const auto outcome = state.run(phase, stop, [&](auto handler) {
    const auto buffer = asio::buffer(into.data(), into.size());
    if (state.tls) return state.tls->async_read_some(buffer, std::move(handler));
    state.socket->async_read_some(buffer, std::move(handler));
  });
  if (!outcome) return outcome.error();
  if (outcome->failure == asio::error::eof) return std::size_t{0};
  if (outcome->failure) return state.failed(phase, outcome->failure);
  return outcome->octets;
}

Status Wire::check_quiet(const Phase& phase) {
  State& state = *state_;
  const auto lost = [&phase] { return phase.error(ErrorCode::ConnectionLost, "closed before the request"); };
  if (!state.socket->is_open()) return lost();
  char octet = 0;
  std::optional<Outcome> outcome;
  const auto handler = [&outcome](const error_code& failure, std::size_t octets) { outcome = {failure, octets}; };
  if (state.tls) {
    state.tls->async_read_some(asio::buffer(&octet, 1), handler);
  } else {
    state.socket->async_read_some(asio::buffer(&octet, 1), handler);
  }
  state.io.poll();
  if (!outcome) {
    // Again and again: octets that come just now (a session ticket) make TLS begin another reading.
    while (!outcome) {
      error_code ignored;
      state.socket->cancel(ignored);
      state.io.run_one_for(kCancelTime);
    }
    if (outcome->failure == asio::error::operation_aborted) return {};
  }
  if (!outcome->failure || outcome->failure == asio::error::eof) return lost();
  return state.failed(phase, outcome->failure);
}

Phase Wire::begin(const char* name, Milliseconds limit) const {
  return Phase(name, limit, state_->setup ? state_->setup->key_time : nullptr);
}

SSL* Wire::tls() const {
  return state_->tls ? const_cast<TlsStream&>(*state_->tls).native_handle() : nullptr;
}

}  // namespace kigen::net

#include "common/net/wire.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "common/keys/signing_key.h"
#include "common/net/connect_socket.h"
#include "common/net/resolve.h"
#include "common/net/tls_error.h"
#include "common/net/wiping_allocator.h"

namespace kigen::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket&>;

namespace {

constexpr std::chrono::milliseconds kCancelTime{20};
constexpr int kCancels = 4;
constexpr std::chrono::milliseconds kStopTime{40};  ///< between two looks at a stop token
constexpr std::size_t kReadSize = std::size_t{16} * 1024;

struct Outcome {
  error_code failure;
  std::size_t octets = 0;
};

/// A completion handler that may outlive who waits for it.
struct Keep {
  std::shared_ptr<std::optional<Outcome>> outcome;
  void operator()(const error_code& failure, std::size_t octets = 0) const { *outcome = Outcome{failure, octets}; }
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
  WipedText outgoing;  ///< what the operation under way sends
  WipedText incoming = WipedText(kReadSize);
  bool stuck = false;  ///< the system has not given an operation back, and with it this memory

  /// Runs the io_context until `done`. Ok, HostTimedOut or Cancelled. The stop token is looked at, not hooked: a
  /// std::stop_callback that goes while it runs can wait for ever with GCC 12 for Windows (its semaphore loses a wake).
  template <class Done>
  [[nodiscard]] Status run_until(const Phase& phase, const std::stop_token& stop, const Done& done) {
    while (!done()) {
      if (stop.stop_requested()) return phase.error(ErrorCode::Cancelled);
      const auto now = std::chrono::steady_clock::now();
      const auto expiry = phase.expiry();
      if (now >= expiry) return phase.timed_out();
      io.run_one_until(stop.stop_possible() ? std::min<SteadyTime>(expiry, now + kStopTime) : expiry);
    }
    return {};
  }

  /// Starts an operation on the socket and waits for it; one that has to be given up takes the socket with it.
  template <class Start>
  [[nodiscard]] Result<Outcome> run(const Phase& phase, const std::stop_token& stop, const Start& start) {
    const auto outcome = std::make_shared<std::optional<Outcome>>();
    start(Keep{outcome});
    const auto ended = run_until(phase, stop, [&outcome] { return outcome->has_value(); });
    if (!ended) {
      cancel(*outcome);
      close(*outcome);
      return ended.error();
    }
    return **outcome;
  }

  /// Again and again: octets that come just now (a session ticket) make TLS begin another reading.
  void cancel(const std::optional<Outcome>& outcome) {
    for (int i = 0; i < kCancels && !outcome; ++i) {
      error_code ignored;
      socket->cancel(ignored);
      io.run_one_for(kCancelTime);
    }
  }

  void close(const std::optional<Outcome>& outcome) {
    error_code ignored;
    socket->close(ignored);
    for (int i = 0; i < kCancels && !outcome; ++i) io.run_one_for(kCancelTime);
    stuck = !outcome;
  }

  void start_reading(std::size_t size, Keep handler) {
    const auto buffer = asio::buffer(incoming.data(), std::min(size, incoming.size()));
    if (tls) return tls->async_read_some(buffer, std::move(handler));
    socket->async_read_some(buffer, std::move(handler));
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

Wire::~Wire() {
  // To wait for what a system forgot would be to wait for ever; to free what it may still write to, worse.
  if (state_->stuck) static_cast<void>(state_.release());
}

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
  state.outgoing.assign(octets.begin(), octets.end());
  const auto outcome = state.run(phase, stop, [&state](auto handler) {
    const auto buffer = asio::buffer(state.outgoing.data(), state.outgoing.size());
    if (state.tls) return asio::async_write(*state.tls, buffer, std::move(handler));
    asio::async_write(*state.socket, buffer, std::move(handler));
  });
  if (!outcome) return outcome.error();
  WipedText().swap(state.outgoing);
  if (outcome->failure) return state.failed(phase, outcome->failure);
  return {};
}

Result<std::size_t> Wire::read_some(std::span<char> into, const Phase& phase, std::stop_token stop) {
  State& state = *state_;
  const auto outcome =
      state.run(phase, stop, [&](auto handler) { state.start_reading(into.size(), std::move(handler)); });
  if (!outcome) return outcome.error();
  if (outcome->failure == asio::error::eof) return std::size_t{0};
  if (outcome->failure) return state.failed(phase, outcome->failure);
  std::copy_n(state.incoming.begin(), outcome->octets, into.begin());
  wipe(state.incoming.data(), outcome->octets);
  return outcome->octets;
}

Status Wire::check_quiet(const Phase& phase) {
  State& state = *state_;
  const auto lost = [&phase] { return phase.error(ErrorCode::ConnectionLost, "closed before the request"); };
  if (!state.socket->is_open()) return lost();
  const auto outcome = std::make_shared<std::optional<Outcome>>();
  state.start_reading(1, Keep{outcome});
  state.io.poll();
  if (!*outcome) {
    state.cancel(*outcome);
    if (!*outcome) state.close(*outcome);
    if (!*outcome) return lost();
    if ((*outcome)->failure == asio::error::operation_aborted && state.socket->is_open()) return {};
  }
  if (!(*outcome)->failure || (*outcome)->failure == asio::error::eof) return lost();
  return state.failed(phase, (*outcome)->failure);
}

Phase Wire::begin(const char* name, Milliseconds limit) const {
  return Phase(name, limit, state_->setup ? state_->setup->key_time : nullptr);
}

SSL* Wire::tls() const {
  return state_->tls ? const_cast<TlsStream&>(*state_->tls).native_handle() : nullptr;
}

}  // namespace kigen::net

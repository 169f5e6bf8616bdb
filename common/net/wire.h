// One TCP connection with or without TLS on it, used by waiting: each call runs a private io_context until it is done,
// its phase is over, or it is told to stop (at once).
//
// One thread at a time; std::stop_token may be triggered from any. After a failed call only destruction is left.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/net/http.h"
#include "common/net/phase.h"
#include "common/net/tls_context.h"

namespace kigen::net {

class Wire {
 public:
  /// Name, then the first address that answers (RFC 8305).
  /// Errors: HostNameNotFound, HostUnreachable, HostTimedOut, Cancelled; each {phase}.
  [[nodiscard]] static Result<std::unique_ptr<Wire>> open(const std::string& host, std::uint16_t port,
                                                          const ConnectOptions& options, std::stop_token stop);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Errors: ServerNotTrusted, TlsFailed, ConnectionLost, HostTimedOut, Cancelled and what the key says.
  [[nodiscard]] Status start_tls(std::unique_ptr<TlsSetup> setup, const std::string& host, Milliseconds limit,
                                 std::stop_token stop);
  /// Errors: ConnectionLost and, since a server may ask for the client's certificate late, those of start_tls.
  [[nodiscard]] Status write(std::string_view octets, const Phase& phase, std::stop_token stop);
  /// At least one octet; 0 when the peer ended the connection in an orderly way.
  [[nodiscard]] Result<std::size_t> read_some(std::span<char> into, const Phase& phase, std::stop_token stop);

  /// Ok while the peer neither ended the connection nor sent what nobody asked for; else why it did: the alert of a
  /// TLS 1.3 server that refuses the client's certificate comes after the handshake.
  [[nodiscard]] Status check_quiet(const Phase& phase);
  /// A phase from now on.
  [[nodiscard]] Phase begin(const char* name, Milliseconds limit) const;
  /// Null without TLS.
  [[nodiscard]] SSL* tls() const;

 private:
  struct State;
  explicit Wire(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kigen::net

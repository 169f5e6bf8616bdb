// HTTPS requests for a renewal: one connection, some requests, every phase with a time limit and an error of its own.
//
// Calls wait; use them on a worker thread. std::stop_token ends a call within 100 ms from any thread (a private-key
// operation that Windows is asking the user about excepted). A Connection belongs to one thread at a time. TLS is
// always verified: the chain to the system's roots or to the given anchors, and the server's name (RFC 6125, RFC 9525).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/base/secret.h"
#include "common/keys/key.h"
#include "common/net/proxy.h"
#include "common/net/resolve.h"
#include "common/net/url.h"

namespace kigen::net {

using Bytes = std::vector<std::uint8_t>;

/// What a TLS server gets to see when it asks for a client certificate, at once or late (renegotiation in TLS 1.2,
/// post-handshake authentication in TLS 1.3).
struct ClientIdentity {
  Bytes certificate;  ///< DER
  std::vector<Bytes> intermediates;
  std::shared_ptr<keys::Key> key;  ///< without PSS the connection is held at TLS 1.2 with PKCS#1 signatures
};

struct Trust {
  bool system_roots = true;
  std::vector<Bytes> anchors;  ///< DER; trusted for this connection beside the system's
};

struct Limits {
  std::chrono::milliseconds name{10'000}, connect{15'000}, proxy{20'000}, tls{20'000}, send{30'000}, answer{120'000};
  std::size_t header_bytes = std::size_t{64} * 1024;
  std::size_t body_bytes = std::size_t{4} * 1024 * 1024;
};

struct ConnectOptions {
  Trust trust;
  std::optional<ClientIdentity> identity;
  Limits limits;
  ProxyPolicy proxy;  ///< how to get out: see proxy.h
  Resolver resolver = resolve_with_system;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< path and query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;  ///< "" without a body
  std::string body;          ///< sent with Content-Length
  /// Sent as Basic at once when `preemptive`, else when the server asks: Digest (RFC 7616: SHA-256, MD5; auth) before
  /// Basic (RFC 7617, UTF-8).
  struct Login {
    std::string user;
    Secret password;
    bool preemptive = false;
  };
  std::shared_ptr<const Login> login;
};

struct Response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;                                          ///< decoded from chunks, at most Limits::body_bytes
  [[nodiscard]] std::string header(std::string_view lower_case_name) const;  ///< first value, "" when absent
};

/// Errors of both calls, each with args host, port, phase ("name", "connect", "proxy", "tls", "send", "answer"):
/// HostNameNotFound, HostUnreachable, HostTimedOut {phase, seconds}; ProxyUnreachable, ProxyRefused {status},
/// ProxyLoginNeeded {proxy, schemes}, ProxyLoginWrong; ServerNotTrusted {reason: "expired", "not_yet_valid",
/// "unknown_ca", "name", "revoked", "other"}, TlsFailed; ConnectionLost {phase}; AnswerTooLarge {limit},
/// AnswerUnreadable {reason}; Cancelled; KeyUseRefused, KeyNotUsable (from the identity's key).
class Connection {
 public:
  virtual ~Connection() = default;
  /// One request and its answer. A 3xx, 4xx or 5xx is an answer, not an error; a 401 is retried once with `login`.
  /// Redirects are not followed here. After an error the connection is of no more use.
  [[nodiscard]] virtual Result<Response> send(const Request& request, std::stop_token stop) = 0;
  /// Channel binding of this connection: tls-unique (RFC 5929 3) in TLS 1.2, tls-exporter (RFC 9266) in TLS 1.3.
  [[nodiscard]] virtual Result<Bytes> channel_binding() = 0;
  [[nodiscard]] virtual std::string tls_version() const = 0;  ///< "TLSv1.2", "TLSv1.3"
  /// False when the peer closed it or an error ended it.
  [[nodiscard]] virtual bool usable() const = 0;
};

[[nodiscard]] Result<std::unique_ptr<Connection>> connect(const Url& url, const ConnectOptions& options,
                                                          std::stop_token stop);

}  // namespace kigen::net

// An EST client (RFC 7030, RFC 8951): cacerts, csrattrs, simpleenroll, simplereenroll, serverkeygen.
//
// Calls wait, on a worker thread; std::stop_token ends them. One Client, one thread at a time. The client transports
// and decodes; whether a certificate is the one that was asked for is check_issued()'s question (check.h).
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/net/http.h"

namespace kigen::est {

using Bytes = net::Bytes;

struct Server {
  net::Url base;      ///< "https://ra.example.jp/" : /.well-known/est is appended (RFC 7030 3.2.2)
  std::string label;  ///< "" for none
};

/// What an RA said beside "no" (RFC 9457): media type application/problem+json. `reason` is the extension member of
/// that name, one of the profile's error cases ("code1", "already_issued" …); `code` is the RA's own ("115", "550").
struct Problem {
  int status = 0;
  std::string type, title, detail;
  std::string reason, code;
  std::optional<Instant> until;   ///< extension member "until", RFC 3339: when a lock ends
  std::optional<int> tries_left;  ///< extension member: wrong entries left before a lock
};

struct Issued {
  std::vector<Bytes> certificates;  ///< DER, as the RA sent them, in any order, extras included
};
/// 202 (RFC 7030 4.2.3): ask again after this, at least kMinRetry from now, at most kMaxRetry.
struct Pending {
  std::chrono::seconds retry_after{};
};
inline constexpr std::chrono::seconds kMinRetry{30}, kMaxRetry{7 * 24 * 3600};

struct ServerKey {
  std::vector<Bytes> certificates;
  Bytes private_key;  ///< PrivateKeyInfo (RFC 5208), DER; the caller wipes it
};

struct CsrAttributes {
  std::vector<std::string> oids;  ///< dotted, single OIDs
  struct Attribute {
    std::string oid;
    std::vector<Bytes> values;  ///< DER
  };
  std::vector<Attribute> attributes;
  /// challengePassword (1.2.840.113549.1.9.7) asked for: the channel binding goes into the request (RFC 7030 3.5).
  [[nodiscard]] bool wants_channel_binding() const;
};

/// How a connection is made: net::connect, or what a test puts in its place.
using Connector = std::function<Result<std::unique_ptr<net::Connection>>(const net::Url&, const net::ConnectOptions&,
                                                                         std::stop_token)>;

/// One connection serves call after call, and is made anew when the server has closed it. Redirects are followed within
/// the origin, three at most (RFC 7030 3.2.1).
///
/// Errors of the calls below, all with host and port: those of net::connect and send; RaRefused {status} and
/// RaSystemError {status} for 5xx, with retry_after (seconds) where the RA named a time, and with the Problem in
/// refusal() when it explained itself (problem_error.h makes one error of the two); AnswerUnreadable {reason:
/// "redirect", "status", "content_type" and those of the readers}; CertificateNotObtained when the answer holds no
/// certificate. A request that enrols is repeated by itself only if the server cannot have got it whole: after
/// ConnectionLost in phase "answer" the RA may have issued.
class Client {
 public:
  /// `clock` is asked when a Retry-After names a date and the answer itself carries none.
  Client(Server server, net::ConnectOptions options, Connector connect = net::connect,
         std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] Result<std::vector<Bytes>> ca_certs(std::stop_token stop);
  /// 204, 404 and an empty sequence are "none".
  [[nodiscard]] Result<CsrAttributes> csr_attrs(std::stop_token stop);
  /// `pkcs10`: DER. `login`: for enrolment with codes or a password.
  [[nodiscard]] Result<std::variant<Issued, Pending>> simple_enroll(const Bytes& pkcs10,
                                                                    std::shared_ptr<const net::Request::Login> login,
                                                                    std::stop_token stop);
  [[nodiscard]] Result<std::variant<Issued, Pending>> simple_reenroll(const Bytes& pkcs10,
                                                                      std::shared_ptr<const net::Request::Login> login,
                                                                      std::stop_token stop);
  /// `unwrap`: the key to which the request (or the identity) lets the RA encrypt what it sends, see server_key.h.
  [[nodiscard]] Result<std::variant<ServerKey, Pending>> server_keygen(const Bytes& pkcs10,
                                                                       std::shared_ptr<const net::Request::Login> login,
                                                                       std::stop_token stop,
                                                                       EVP_PKEY* unwrap = nullptr);
  /// Channel binding of the connection that the next enrolment will use; connects when there is none yet. The next
  /// enrolment goes over this connection or fails with ConnectionLost; then ask again and make a new request.
  [[nodiscard]] Result<Bytes> channel_binding(std::stop_token stop);
  /// Why the last call was refused, when the RA said so.
  [[nodiscard]] const std::optional<Problem>& refusal() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::est

// A registration authority as a renewal uses it: the narrow interface behind which EST stands, and other protocols can.
// One Ra, one thread; calls wait, std::stop_token ends them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "common/est/client.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::renewal {

using Login = std::shared_ptr<const net::Request::Login>;

class Ra {
 public:
  virtual ~Ra() = default;
  [[nodiscard]] virtual Result<std::vector<est::Bytes>> roots(std::stop_token stop) = 0;
  [[nodiscard]] virtual Result<est::CsrAttributes> wishes(std::stop_token stop) = 0;
  /// Of the connection that the next send() uses.
  [[nodiscard]] virtual Result<est::Bytes> channel_binding(std::stop_token stop) = 0;
  /// `again`: renew what the TLS client certificate, or an earlier issue to the same key, stands for.
  [[nodiscard]] virtual Result<std::variant<est::Issued, est::Pending>> send(const est::Bytes& pkcs10, bool again,
                                                                             Login login, std::stop_token stop) = 0;
  /// The RA makes the key too (serverkeygen, RFC 7030 4.4); the caller wipes it.
  [[nodiscard]] virtual Result<std::variant<est::ServerKey, est::Pending>> send_for_key(const est::Bytes& pkcs10,
                                                                                        Login login,
                                                                                        std::stop_token stop) = 0;
  /// Why the last of these was refused, when the RA said so.
  [[nodiscard]] virtual std::optional<est::Problem> refusal() const = 0;
};

using MakeRa = std::function<std::unique_ptr<Ra>(est::Server server, net::ConnectOptions options)>;
[[nodiscard]] std::unique_ptr<Ra> make_est_ra(est::Server server, net::ConnectOptions options);

}  // namespace kigen::renewal

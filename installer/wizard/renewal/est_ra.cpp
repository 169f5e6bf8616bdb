#include "installer/wizard/renewal/ra.h"

namespace kigen::renewal {
namespace {

class EstRa final : public Ra {
 public:
  EstRa(est::Server server, net::ConnectOptions options) : client_(std::move(server), std::move(options)) {}

  Result<std::vector<est::Bytes>> roots(std::stop_token stop) override { return client_.ca_certs(std::move(stop)); }
  Result<est::CsrAttributes> wishes(std::stop_token stop) override { return client_.csr_attrs(std::move(stop)); }
  Result<est::Bytes> channel_binding(std::stop_token stop) override { return client_.channel_binding(std::move(stop)); }
  Result<std::variant<est::Issued, est::Pending>> send(const est::Bytes& pkcs10, bool again, Login login,
                                                       std::stop_token stop) override {
    if (again) return client_.simple_reenroll(pkcs10, std::move(login), std::move(stop));
    return client_.simple_enroll(pkcs10, std::move(login), std::move(stop));
  }
  Result<std::variant<est::ServerKey, est::Pending>> send_for_key(const est::Bytes& pkcs10, Login login,
                                                                  std::stop_token stop) override {
    return client_.server_keygen(pkcs10, std::move(login), std::move(stop));
  }
  [[nodiscard]] std::optional<est::Problem> refusal() const override { return client_.refusal(); }

 private:
  est::Client client_;
};

}  // namespace

std::unique_ptr<Ra> make_est_ra(est::Server server, net::ConnectOptions options) {
  return std::make_unique<EstRa>(std::move(server), std::move(options));
}

}  // namespace kigen::renewal

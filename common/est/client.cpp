#include "common/est/client.h"

#include <algorithm>
#include <utility>

#include "common/est/answer_error.h"
#include "common/est/base64_body.h"
#include "common/est/certs_only.h"
#include "common/est/clean_text.h"
#include "common/est/csr_attributes.h"
#include "common/est/exchange.h"
#include "common/est/media_type.h"
#include "common/est/problem.h"
#include "common/est/retry_after.h"
#include "common/est/server_key.h"
#include "common/net/percent_encoding.h"

namespace kigen::est {
namespace {

constexpr std::string_view kWellKnown = "/.well-known/est";
constexpr std::size_t kMaxSpokenText = 200;

// "/.well-known/est/LABEL", below the path of the base, which may name it already.
std::string prefix_of(const Server& server) {
  std::string path = server.base.target.substr(0, server.base.target.find('?'));
  while (path.ends_with('/')) path.pop_back();
  if (!path.ends_with(kWellKnown)) path += kWellKnown;
  return server.label.empty() ? path : path + "/" + net::percent_encoded(server.label);
}

net::Request get(std::string target, const char* accept) {
  net::Request out;
  out.target = std::move(target);
  out.headers = {{"Accept", accept}};
  return out;
}

net::Request post(std::string target, const Bytes& pkcs10, const char* accept) {
  net::Request out = get(std::move(target), accept);
  out.method = "POST";
  // RFC 8951 makes this header meaningless, but servers of RFC 7030 alone look for it.
  out.headers.emplace_back("Content-Transfer-Encoding", "base64");
  out.content_type = "application/pkcs10";
  out.body = encode_base64(pkcs10);
  return out;
}

constexpr const char* kAcceptCertificates = "application/pkcs7-mime, application/problem+json, */*;q=0.1";
constexpr const char* kAcceptAttributes = "application/csrattrs, application/problem+json, */*;q=0.1";
constexpr const char* kAcceptKey = "multipart/mixed, application/pkcs12;q=0.8, application/problem+json, */*;q=0.1";

}  // namespace

struct Client::Impl {
  Impl(Server to, net::ConnectOptions options, Connector connect, std::shared_ptr<const Clock> with_clock)
      : server(std::move(to)),
        prefix(prefix_of(server)),
        exchange(server.base, std::move(options), std::move(connect)),
        clock(std::move(with_clock)) {}

  /// Every error says whom it is about.
  [[nodiscard]] Error about(Error error) const {
    error.args.try_emplace("host", server.base.host);
    error.args.try_emplace("port", std::to_string(server.base.port));
    return error;
  }

  [[nodiscard]] std::string target(const char* operation) const { return prefix + "/" + operation; }

  Result<net::Response> perform(net::Request request, const std::stop_token& stop) {
    refusal.reset();
    return exchange.perform(std::move(request), stop);
  }

  [[nodiscard]] std::chrono::seconds retry_after(const net::Response& response) const {
    // A date is meant by the RA's clock, which its Date tells; this PC's may be wrong.
    const Instant here = clock->now();
    return read_retry_after(response.header("retry-after"),
                            parse_http_date(response.header("date"), here).value_or(here));
  }

  Error refuse(const net::Response& response) {
    const MediaType type = read_media_type(response.header("content-type"));
    if (type.name.ends_with("json") || response.body.starts_with('{')) {
      refusal = read_problem(response.body, response.status);
    }
    Error error(response.status >= 500 ? ErrorCode::RaSystemError : ErrorCode::RaRefused);
    error.with("status", std::to_string(response.status));
    if (!response.header("retry-after").empty()) {
      error.with("retry_after", std::to_string(retry_after(response).count()));
    }
    if (refusal) {
      error.detail = refusal->title;
    } else if (type.name.empty() || type.name == "text/plain") {
      error.detail = clean_text(response.body, kMaxSpokenText);  // RFC 7030 4.2.3: text for people
    }
    return error;
  }

  /// An answer that may hold what was asked for.
  Status check_success(const net::Response& response) {
    if (response.status >= 400) return refuse(response);
    if (response.status == 204) return Error(ErrorCode::CertificateNotObtained, "204");
    if (response.status != 200 && response.status != 201) return unreadable("status", std::to_string(response.status));
    const std::string type = response.header("content-type");
    if (!may_be_est(read_media_type(type))) return unreadable("content_type", clean_text(type, kMaxSpokenText));
    return {};
  }

  Result<std::vector<Bytes>> certificates_of(const net::Response& response) {
    const Status success = check_success(response);
    if (!success) return success.error();
    Result<std::vector<Bytes>> read = read_certificates(response.body);
    if (read && read->empty()) return Error(ErrorCode::CertificateNotObtained, "no certificate in the answer");
    return read;
  }

  Result<CsrAttributes> attributes_of(const net::Response& response) {
    if (response.status == 204 || response.status == 404) return CsrAttributes{};
    const Status success = check_success(response);
    if (!success) return success.error();
    return read_csr_attributes(response.body);
  }

  Result<ServerKey> key_of(const net::Response& response, EVP_PKEY* unwrap, const Secret& password) {
    const Status success = check_success(response);
    if (!success) return success.error();
    return read_server_key(response.body, read_media_type(response.header("content-type")), unwrap, password);
  }

  /// One of the three requests that end in a certificate.
  Result<net::Response> submit(const char* operation, const char* accept, const Bytes& pkcs10,
                               std::shared_ptr<const net::Request::Login> login, const std::stop_token& stop) {
    net::Request request = post(target(operation), pkcs10, accept);
    request.login = std::move(login);
    Result<net::Response> response = perform(std::move(request), stop);
    exchange.release();
    return response;
  }

  Result<std::variant<Issued, Pending>> enroll(const char* operation, const Bytes& pkcs10,
                                               std::shared_ptr<const net::Request::Login> login,
                                               const std::stop_token& stop) {
    const auto response = submit(operation, kAcceptCertificates, pkcs10, std::move(login), stop);
    if (!response) return about(response.error());
    if (response->status == 202) return Pending{retry_after(*response)};
    Result<std::vector<Bytes>> read = certificates_of(*response);
    if (!read) return about(read.error());
    return Issued{std::move(*read)};
  }

  Server server;
  std::string prefix;
  Exchange exchange;
  std::shared_ptr<const Clock> clock;
  std::optional<Problem> refusal;
};

Client::Client(Server server, net::ConnectOptions options, Connector connect, std::shared_ptr<const Clock> clock)
    : impl_(std::make_unique<Impl>(std::move(server), std::move(options), std::move(connect), std::move(clock))) {}
Client::~Client() = default;

Result<std::vector<Bytes>> Client::ca_certs(std::stop_token stop) {
  const Result<net::Response> response = impl_->perform(get(impl_->target("cacerts"), kAcceptCertificates), stop);
  if (!response) return impl_->about(response.error());
  Result<std::vector<Bytes>> read = impl_->certificates_of(*response);
  if (!read) return impl_->about(read.error());
  return read;
}

Result<CsrAttributes> Client::csr_attrs(std::stop_token stop) {
  const Result<net::Response> response = impl_->perform(get(impl_->target("csrattrs"), kAcceptAttributes), stop);
  if (!response) return impl_->about(response.error());
  Result<CsrAttributes> read = impl_->attributes_of(*response);
  if (!read) return impl_->about(read.error());
  return read;
}

Result<std::variant<Issued, Pending>> Client::simple_enroll(const Bytes& pkcs10,
                                                            std::shared_ptr<const net::Request::Login> login,
                                                            std::stop_token stop) {
  return impl_->enroll("simpleenroll", pkcs10, std::move(login), stop);
}

Result<std::variant<Issued, Pending>> Client::simple_reenroll(const Bytes& pkcs10,
                                                              std::shared_ptr<const net::Request::Login> login,
                                                              std::stop_token stop) {
  return impl_->enroll("simplereenroll", pkcs10, std::move(login), stop);
}

Result<std::variant<ServerKey, Pending>> Client::server_keygen(const Bytes& pkcs10,
                                                               std::shared_ptr<const net::Request::Login> login,
                                                               std::stop_token stop, EVP_PKEY* unwrap) {
  const auto submitted = login;
  Result<net::Response> response = impl_->submit("serverkeygen", kAcceptKey, pkcs10, std::move(login), stop);
  if (!response) return impl_->about(response.error());
  if (response->status == 202) return Pending{impl_->retry_after(*response)};
  const Secret none;
  Result<ServerKey> read = impl_->key_of(*response, unwrap, submitted ? submitted->password : none);
  wipe(response->body.data(), response->body.size());
  if (!read) return impl_->about(read.error());
  return std::move(*read);
}

Result<Bytes> Client::channel_binding(std::stop_token stop) {
  Result<Bytes> binding = impl_->exchange.bind(stop);
  if (!binding) return impl_->about(binding.error());
  return binding;
}

const std::optional<Problem>& Client::refusal() const {
  return impl_->refusal;
}

}  // namespace kigen::est

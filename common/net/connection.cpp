#include <utility>

#include "common/net/answer_exchange.h"
#include "common/net/channel_binding.h"
#include "common/net/endpoint_text.h"
#include "common/net/http.h"
#include "common/net/request_text.h"
#include "common/net/route.h"
#include "common/net/server_login.h"
#include "common/net/wire.h"

namespace kigen::net {

std::string Response::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

namespace {

constexpr std::chrono::milliseconds kLastWords{2'000};

Error about(const Url& url, Error error) {
  error.args.insert_or_assign("host", url.host);
  error.args.insert_or_assign("port", std::to_string(url.port));
  return error;
}

/// Host as RFC 9110 7.2 wants it: no port where it is the scheme's own.
std::string authority_of(const Url& url) {
  const std::string text = to_text(profile::Host{url.host, url.port});
  return url.port == 443 ? text.substr(0, text.rfind(':')) : text;
}

class HttpsConnection final : public Connection {
 public:
  HttpsConnection(Url url, ConnectOptions options) : url_(std::move(url)), options_(std::move(options)) {}

  [[nodiscard]] Status open(const std::stop_token& stop) {
    wire_.reset();
    auto setup = make_tls_setup(url_.host, options_);
    if (!setup) return about(url_, setup.error());
    auto wire = open_way_to(url_, options_, stop);
    if (!wire) return about(url_, wire.error());
    const auto secured = (*wire)->start_tls(std::move(*setup), url_.host, options_.limits.tls, stop);
    if (!secured) return about(url_, secured.error());
    wire_ = std::move(*wire);
    return {};
  }

  [[nodiscard]] Result<Response> send(const Request& request, std::stop_token stop) override {
    auto response = send_with_login(request, stop);
    if (!response) {
      wire_.reset();
      return about(url_, response.error());
    }
    return response;
  }

  [[nodiscard]] Result<Bytes> channel_binding() override {
    if (!wire_) return about(url_, Error(ErrorCode::ConnectionLost).with("phase", "send"));
    bound_ = true;
    return channel_binding_of(wire_->tls());
  }

  [[nodiscard]] std::string tls_version() const override { return wire_ ? SSL_get_version(wire_->tls()) : ""; }

  [[nodiscard]] bool usable() const override {
    return wire_ != nullptr && wire_->check_quiet(wire_->begin("send", options_.limits.send)).has_value();
  }

 private:
  [[nodiscard]] Result<Response> send_with_login(const Request& request, const std::stop_token& stop) {
    ServerLogin login(request);
    const auto first = login.first();
    if (!first) return first.error();
    auto response = exchange(request, view(*first), stop);
    if (!response || response->status != 401) return response;
    const auto again = login.after(*response);
    if (!again) return again.error();
    if (again->empty()) return response;
    if (!wire_) {
      // What was bound to the old connection must not be sent over another one.
      if (bound_) return response;
      if (const auto reopened = open(stop); !reopened) return reopened.error();
    }
    return exchange(request, view(*again), stop);
  }

  [[nodiscard]] Result<Response> exchange(const Request& request, std::string_view authorization,
                                          const std::stop_token& stop) {
    if (!wire_) return Phase("send", options_.limits.send).error(ErrorCode::ConnectionLost, "closed");
    const Phase sending = wire_->begin("send", options_.limits.send);
    if (const auto quiet = wire_->check_quiet(sending); !quiet) return quiet.error();
    const auto octets = request_octets(request, authority_of(url_), authorization);
    if (!octets) return octets.error();
    const auto sent = wire_->write(view(*octets), sending, stop);
    if (!sent) return why_not_sent(sent.error(), request, stop);
    return receive(request, options_.limits.answer, stop);
  }

  /// A server that closes before it has read everything may have said why: an answer (413) or an alert.
  [[nodiscard]] Result<Response> why_not_sent(const Error& error, const Request& request, const std::stop_token& stop) {
    if (error.code != ErrorCode::ConnectionLost) return error;
    auto said = receive(request, kLastWords, stop);
    if (said) wire_.reset();
    return said || said.error().code == ErrorCode::TlsFailed ? said : error;
  }

  [[nodiscard]] Result<Response> receive(const Request& request, std::chrono::milliseconds limit,
                                         const std::stop_token& stop) {
    const AnswerRules rules{.header_bytes = options_.limits.header_bytes,
                            .body_bytes = options_.limits.body_bytes,
                            .no_body = request.method == "HEAD"};
    auto received = receive_answer(*wire_, rules, wire_->begin("answer", limit), stop);
    if (!received) return received.error();
    if (!received->keeps_open) wire_.reset();
    return std::move(received->response);
  }

  Url url_;
  ConnectOptions options_;
  std::unique_ptr<Wire> wire_;
  bool bound_ = false;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect(const Url& url, const ConnectOptions& options, std::stop_token stop) {
  if (url.scheme != "https") {
    return about(url, Error(ErrorCode::InvalidArgument).with("value", to_text(url)).with("reason", "not https"));
  }
  auto connection = std::make_unique<HttpsConnection>(url, options);
  const auto opened = connection->open(stop);
  if (!opened) return opened.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace kigen::net

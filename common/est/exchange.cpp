#include "common/est/exchange.h"

#include <utility>

#include "common/est/answer_error.h"
#include "common/est/clean_text.h"

namespace kigen::est {
namespace {

// RFC 9110 15.4. 303 would turn an enrolment into a GET, which enrols nothing.
bool is_redirect(const net::Request& request, int status) {
  return status == 301 || status == 302 || status == 307 || status == 308 || (status == 303 && request.method == "GET");
}

bool was_lost(const Error& error) {
  return error.code == ErrorCode::ConnectionLost;
}

// A GET changes nothing; anything else only if the server cannot have seen the end of it.
bool may_repeat(const net::Request& request, const Error& error) {
  if (!was_lost(error)) return false;
  const auto phase = error.args.find("phase");
  return request.method == "GET" || (phase != error.args.end() && phase->second == "send");
}

}  // namespace

Exchange::Exchange(net::Url origin, net::ConnectOptions options, Connector connect)
    : origin_(std::move(origin)), options_(std::move(options)), connect_(std::move(connect)) {}

Status Exchange::open(const std::stop_token& stop) {
  connection_.reset();
  Result<std::unique_ptr<net::Connection>> made = connect_(origin_, options_, stop);
  if (!made) return made.error();
  connection_ = std::move(*made);
  return {};
}

Result<net::Response> Exchange::send(const net::Request& request, const std::stop_token& stop) {
  const bool kept = is_open();
  if (!kept && bound_) return Error(ErrorCode::ConnectionLost, "the bound connection is gone").with("phase", "send");
  if (!kept) {
    const Status opened = open(stop);
    if (!opened) return opened.error();
  }
  Result<net::Response> response = connection_->send(request, stop);
  if (response) return response;
  connection_.reset();
  if (!kept || bound_ || !may_repeat(request, response.error())) return response;
  const Status reopened = open(stop);
  if (!reopened) return reopened.error();
  return connection_->send(request, stop);
}

Result<net::Response> Exchange::perform(net::Request request, const std::stop_token& stop) {
  net::Url at = origin_;
  for (int redirects = 0;; ++redirects) {
    Result<net::Response> response = send(request, stop);
    if (!response || response->status < 300 || response->status > 399) return response;
    if (!is_redirect(request, response->status)) return unreadable("redirect", std::to_string(response->status));
    const std::string location = response->header("location");
    if (redirects == kMaxRedirects) return unreadable("redirect", "more than three redirects");
    at.target = request.target;
    const Result<net::Url> to = net::resolve(at, location);
    if (location.empty() || !to || !net::same_origin(*to, origin_))
      return unreadable("redirect", "to " + clean_text(location, 200));
    request.target = to->target;
  }
}

Result<Bytes> Exchange::bind(const std::stop_token& stop) {
  if (!is_open()) {
    const Status opened = open(stop);
    if (!opened) return opened.error();
  }
  Result<Bytes> binding = connection_->channel_binding();
  bound_ = binding.has_value();
  return binding;
}

}  // namespace kigen::est

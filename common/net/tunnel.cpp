#include "common/net/tunnel.h"

#include <optional>

#include "common/net/answer_exchange.h"
#include "common/net/base64_text.h"
#include "common/net/digest_login.h"
#include "common/net/endpoint_text.h"
#include "common/net/proxy_login.h"
#include "common/net/request_text.h"
#include "common/net/security_context.h"
#include "common/platform/random.h"

namespace kigen::net {

namespace {

constexpr int kMaxRounds = 32;
constexpr char kPhase[] = "proxy";

class Tunnel {
 public:
  Tunnel(const ProxyAddress& proxy, const Url& url, const ConnectOptions& options, const std::stop_token& stop)
      : proxy_(proxy),
        proxy_text_(to_text(profile::Host{proxy.host, proxy.port})),
        target_(to_text(profile::Host{url.host, url.port})),
        options_(options),
        stop_(stop),
        plan_(has_security_contexts()) {}

  [[nodiscard]] Result<std::unique_ptr<Wire>> open() {
    auto wire = open_in_rounds();
    if (wire) return wire;
    return Error(wire.error()).with("proxy", proxy_text_).with("phase", kPhase);
  }

 private:
  [[nodiscard]] Result<std::unique_ptr<Wire>> open_in_rounds() {
    for (int round = 0; round < kMaxRounds; ++round) {
      if (const auto ready = reach_proxy(); !ready) return ready.error();
      const auto answer = ask_for_tunnel();
      if (!answer) return answer.error();
      const int status = answer->response.status;
      if (status >= 200 && status < 300) {
        if (answer->keeps_open) return std::move(wire_);
        return Error(ErrorCode::AnswerUnreadable).with("reason", "octets before the server's first");
      }
      if (status != 407) return Error(ErrorCode::ProxyRefused).with("status", std::to_string(status));
      if (!answer->keeps_open) wire_.reset();
      const auto decided = decide(plan_.refused(challenges_in(answer->response.headers, "proxy-authenticate")));
      if (!decided) return decided.error();
    }
    return Error(ErrorCode::ProxyLoginNeeded, "no end of legs");
  }

  [[nodiscard]] Status reach_proxy() {
    if (wire_) return {};
    auto wire = Wire::open(proxy_.host, proxy_.port, options_, stop_);
    if (!wire) {
      const Error& why = wire.error();
      if (why.code == ErrorCode::Cancelled) return why;
      return Error(ErrorCode::ProxyUnreachable, to_log_line(why));
    }
    wire_ = std::move(*wire);
    return {};
  }

  [[nodiscard]] Result<Received> ask_for_tunnel() {
    const Phase phase(kPhase, options_.limits.proxy);
    const auto octets = connect_octets(target_, view(authorization_));
    if (!octets) return octets.error();
    const auto sent = wire_->write(view(*octets), phase, stop_);
    if (!sent) return sent.error();
    const AnswerRules rules{options_.limits.header_bytes, options_.limits.body_bytes, false, true};
    return receive_answer(*wire_, rules, phase, stop_);
  }

  /// Until there is an answer to send or nothing more to do.
  [[nodiscard]] Status decide(LoginStep step) {
    for (int round = 0; round < kMaxRounds; ++round) {
      switch (step.kind) {
        case LoginStep::Kind::Fail:
          return Error(step.error, why_).with("schemes", plan_.offered());
        case LoginStep::Kind::Ask:
          step = plan_.asked(ask(step));
          continue;
        case LoginStep::Kind::Start:
        case LoginStep::Kind::Continue:
          break;
      }
      if (prepare(step)) return {};
      step = plan_.could_not();
    }
    return Error(ErrorCode::ProxyLoginNeeded, why_).with("schemes", plan_.offered());
  }

  [[nodiscard]] bool ask(const LoginStep& step) {
    login_.reset();
    if (options_.proxy.ask) login_ = options_.proxy.ask(proxy_, step.realm, step.again);
    // A person may have thought for minutes: what is idle that long is closed.
    wire_.reset();
    return login_.has_value();
  }

  /// Makes the next Proxy-Authorization. False when it cannot be made here.
  [[nodiscard]] bool prepare(const LoginStep& step) {
    auto made = binds_connection(step.scheme) ? next_leg(step) : whole_login(step);
    if (!made) {
      if (!why_.empty()) why_ += "; ";
      why_ += std::string(name_of(step.scheme)) + ": " + made.error().detail;
      return false;
    }
    authorization_ = std::move(*made);
    return true;
  }

  [[nodiscard]] Result<WipedText> whole_login(const LoginStep& step) {
    context_.reset();
    if (step.scheme == ProxyScheme::Basic) return basic_credentials(login_->user, login_->password.view());
    const std::string nonce = platform::random_hex();
    return digest_credentials(step.challenge, {"CONNECT", target_, login_->user, login_->password.view(), nonce});
  }

  [[nodiscard]] Result<WipedText> next_leg(const LoginStep& step) {
    std::vector<std::uint8_t> incoming;
    if (step.kind == LoginStep::Kind::Start) {
      // The legs of one login share a connection with no other login's.
      if (context_) wire_.reset();
      auto context = open_security_context(step.scheme, proxy_.host, step.signed_in ? nullptr : &*login_);
      if (!context) return context.error();
      context_ = std::move(*context);
    } else {
      auto token = decode_token(step.challenge.token);
      if (!token || !context_ || !wire_) return Error(ErrorCode::ProxyLoginNeeded, "the proxy broke off");
      incoming = std::move(*token);
    }
    const auto token = context_->step(incoming);
    if (!token) return token.error();
    WipedText text;
    append(text, name_of(step.scheme));
    append(text, " ");
    append_base64(text, *token);
    return text;
  }

  const ProxyAddress& proxy_;
  std::string proxy_text_;
  std::string target_;
  const ConnectOptions& options_;
  const std::stop_token& stop_;
  ProxyLoginPlan plan_;
  std::unique_ptr<Wire> wire_;
  std::optional<ProxyLogin> login_;
  std::unique_ptr<SecurityContext> context_;
  WipedText authorization_;
  std::string why_;  ///< what could not be done here, for the error's detail
};

}  // namespace

Result<std::unique_ptr<Wire>> open_tunnel(const ProxyAddress& proxy, const Url& url, const ConnectOptions& options,
                                          const std::stop_token& stop) {
  return Tunnel(proxy, url, options, stop).open();
}

}  // namespace kigen::net

// The registration authority: one request in, one answer out. EST (RFC 7030, RFC 8951) under /.well-known/est/LABEL/,
// a page that opens for good client certificates under /check/LABEL, and under /LABEL/tokens/SERIAL whose a token is.
//
// Any thread: one lock around everything; nothing here waits for a network.
#pragma once

#include <atomic>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "tests/demo_ra/authority.h"
#include "tests/demo_ra/encoding.h"
#include "tests/demo_ra/login.h"
#include "tests/demo_ra/message.h"
#include "tests/demo_ra/store.h"
#include "tests/demo_ra/switches.h"
#include "tests/demo_ra/tokens.h"

namespace kigen::demo_ra {

/// Runs on from the instant that it was set to.
class SettableClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return SystemClock().now() + std::chrono::seconds{ahead_.load()}; }
  void set(Instant instant) { ahead_ = (instant - SystemClock().now()).count(); }
  void follow_system() { ahead_ = 0; }

 private:
  std::atomic<std::int64_t> ahead_{0};
};

/// What is told of a request: no credentials, no bodies.
struct LoggedRequest {
  Instant at{};
  std::string label, operation, user;
  int status = 0;
  std::string reason;
  std::string tls_version, certificate_serial;
  std::string token;  ///< serial, when it was handed out
};

/// Where a request goes.
struct Route {
  std::string label, operation;  ///< "" and "" when it is nowhere; operation "check" is the page
  std::string token;             ///< operation "holder": the serial that is asked for
};
[[nodiscard]] Route route_of(std::string_view target);

struct MadeCertificate {
  IssuedRecord record;
  std::string certificate_pem, key_pem, pkcs12;
};

class RegistrationAuthority {
 public:
  RegistrationAuthority(const std::filesystem::path& file, SettableClock& clock, Switchboard& switches);

  [[nodiscard]] Answer handle(const Message& message, const Peer& peer);

  /// A certificate as if it had been issued earlier: ends in `days` (negative: ended), the account is as at the start.
  /// NotFound {name}.
  [[nodiscard]] Result<MadeCertificate> make_certificate(const std::string& label, const std::string& user, int days,
                                                         const std::string& password);

  // For the admin interface.
  [[nodiscard]] std::vector<LoggedRequest> requests() const;
  [[nodiscard]] std::vector<IssuedRecord> issued();
  [[nodiscard]] AccountState state(const Account& account);
  void set_condition(const Account& account, Condition condition);
  [[nodiscard]] std::vector<HandedOut> tokens();
  /// A token of that serial gets this user and state.
  void hand_out(const HandedOut& token);
  void take_back(const std::string& serial);
  /// Accounts, tokens, issued certificates and the request log as at the start.
  void reset();

  /// Immutable once made.
  [[nodiscard]] const Authority& authority() const { return authority_; }

 private:
  [[nodiscard]] Answer route(const Route& to, const Message& message, const Peer& peer, LoggedRequest& log);
  [[nodiscard]] Answer ca_certs(const Route& to);
  [[nodiscard]] Answer csr_attrs(const Route& to);
  [[nodiscard]] Answer check_page(const Route& to, const Peer& peer, LoggedRequest& log);
  [[nodiscard]] Answer holder(const Route& to, LoggedRequest& log);
  [[nodiscard]] Answer enroll(const Route& to, const Message& message, const Peer& peer, LoggedRequest& log);
  /// Who asks, and with what.
  struct Asker {
    std::optional<Login> login;
    std::optional<IssuedRecord> record;  ///< of the certificate in hand
    std::optional<HandedOut> token;      ///< whose serial is the login's user
    const Account* account = nullptr;
    Attempt attempt;
  };
  /// Null when nobody logs in by that name.
  [[nodiscard]] const Account* account_of(const std::string& label, const std::string& login_user);
  [[nodiscard]] Asker identify(const Route& to, const ProfileRules& rules, const Message& message, const Peer& peer);
  [[nodiscard]] Verdict decide(const Route& to, const ProfileRules& rules, Asker& asker, EVP_PKEY* key);
  [[nodiscard]] std::optional<Refusal> check_request(const Route& to, X509_REQ* request, const Asker& asker,
                                                     const Peer& peer);
  [[nodiscard]] bool spoil_order(const Route& to, const std::optional<Held>& held, ClientOrder& order);
  [[nodiscard]] Answer carry_out(const Route& to, const ProfileRules& rules, const Asker& asker, EVP_PKEY* key);
  [[nodiscard]] Answer answer_with(const Route& to, X509* certificate, EVP_PKEY* new_key,
                                   const std::string& password = {});
  [[nodiscard]] std::optional<IssuedRecord> recognise(std::string_view label, const Peer& peer);
  [[nodiscard]] std::optional<Refusal> check_binding(const Route& to, X509_REQ* request, const Peer& peer);
  [[nodiscard]] bool binding_wanted(const Route& to);
  [[nodiscard]] std::optional<Login> read_login(const Route& to, const Message& message);
  [[nodiscard]] LoginDesk::Scheme scheme(const Route& to);
  [[nodiscard]] Base64Shape shape(const Route& to);
  [[nodiscard]] Answer refuse(const Route& to, const Refusal& refusal, LoggedRequest& log);
  [[nodiscard]] Answer wait(const Wait& verdict) const;
  void spoil(const Route& to, Answer& answer);

  mutable std::mutex mutex_;
  SettableClock& clock_;
  Switchboard& switches_;
  Store store_;
  Authority authority_;
  LoginDesk desk_;
  std::deque<LoggedRequest> log_;
};

}  // namespace kigen::demo_ra

#include "tests/demo_ra/ra.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <charconv>

#include "tests/demo_ra/accounts.h"

namespace kigen::demo_ra {
namespace {

constexpr std::size_t kMaxLog = 10'000;
constexpr std::string_view kEst = "/.well-known/est/";
constexpr std::string_view kCheck = "/check/";
constexpr std::array<std::string_view, 5> kOperations{"cacerts", "csrattrs", "simpleenroll", "simplereenroll",
                                                      "serverkeygen"};

Answer plain_answer(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text) + "\n"};
}

std::string reason_in(const Answer& answer) {
  constexpr std::string_view kKey = "\"reason\":\"";
  const std::size_t at = answer.body.find(kKey);
  if (answer.content_type != "application/problem+json" || at == std::string::npos) return {};
  return answer.body.substr(at + kKey.size(), answer.body.find('"', at + kKey.size()) - at - kKey.size());
}

std::optional<Refusal> problem_of(std::string_view text) {
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find(':', first + 1);
  int status = 0;
  std::from_chars(text.data(), text.data() + first, status);
  Refusal refusal{.status = status,
                  .reason = std::string(text.substr(first + 1, second - first - 1)),
                  .code = second == std::string_view::npos ? std::string() : std::string(text.substr(second + 1)),
                  .detail = "as a switch says"};
  if (refusal.status < 200 || refusal.status > 599) return std::nullopt;
  return refusal;
}

// "a%3Ab" is "a:b"; nothing when it is malformed.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at];
      continue;
    }
    unsigned value = 0;
    if (at + 3 > text.size()) return std::nullopt;
    const char* end = text.data() + at + 3;
    if (std::from_chars(text.data() + at + 1, end, value, 16).ptr != end) return std::nullopt;
    plain += static_cast<char>(value);
    at += 2;
  }
  return plain;
}

// "/LABEL/tokens/SERIAL" of a label that hands out tokens.
Route token_route(std::string_view target) {
  constexpr std::string_view kTokens = "/tokens/";
  const std::size_t at = target.find(kTokens);
  if (at == std::string_view::npos || at == 0) return {};
  const std::string_view label = target.substr(1, at - 1);
  const ProfileRules* rules = find_rules(label);
  const auto serial = decoded(target.substr(at + kTokens.size()));
  if (rules == nullptr || !rules->hands_out_tokens || !serial || serial->empty()) return {};
  return {std::string(label), "holder", *serial};
}

}  // namespace

Route route_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  if (target.starts_with(kCheck)) {
    const std::string_view label = target.substr(kCheck.size());
    if (find_rules(label) == nullptr) return {};
    return {std::string(label), "check", {}};
  }
  if (!target.starts_with(kEst)) return token_route(target);
  const std::string_view rest = target.substr(kEst.size());
  const std::size_t slash = rest.find('/');
  // Without a label (RFC 7030 3.2.2) the neutral system answers.
  const std::string_view label = slash == std::string_view::npos ? "plain" : rest.substr(0, slash);
  const std::string_view operation = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
  for (const std::string_view known : kOperations)
    if (operation == known && find_rules(label) != nullptr) return {std::string(label), std::string(operation), {}};
  return {};
}

RegistrationAuthority::RegistrationAuthority(const std::filesystem::path& file, SettableClock& clock,
                                             Switchboard& switches)
    : clock_(clock), switches_(switches), store_(file), authority_(store_, clock.now()) {
  for (const HandedOut& one : known_tokens())
    if (!store_.token(one.serial)) store_.put(one);
}

Answer RegistrationAuthority::handle(const Message& message, const Peer& peer) {
  const std::scoped_lock lock(mutex_);
  const Route to = route_of(message.target);
  LoggedRequest log{.at = clock_.now(), .label = to.label, .operation = to.operation, .tls_version = peer.tls_version};
  if (peer.certificate) log.certificate_serial = serial_of(peer.certificate.get());
  Answer answer;
  try {
    answer = route(to, message, peer, log);
  } catch (const std::exception& failure) {
    answer = problem({.status = 500, .reason = "server_error", .detail = failure.what()});
  }
  if (!to.operation.empty()) spoil(to, answer);
  log.status = answer.status;
  if (log.reason.empty()) log.reason = reason_in(answer);
  log_.push_back(std::move(log));
  if (log_.size() > kMaxLog) log_.pop_front();
  return answer;
}

Answer RegistrationAuthority::route(const Route& to, const Message& message, const Peer& peer, LoggedRequest& log) {
  if (to.operation.empty()) return plain_answer(404, "This is kigen-demo-ra, an EST server (RFC 7030).");
  if (const auto status = switches_.number("status", to.operation, to.label))
    return plain_answer(static_cast<int>(*status), "a switch says so");
  if (const auto text = switches_.take("problem", to.operation, to.label)) {
    if (const auto refusal = problem_of(*text)) return refuse(to, *refusal, log);
  }
  if (const auto place = switches_.take("redirect", to.operation, to.label)) {
    Answer answer = plain_answer(302, "elsewhere");
    answer.headers.emplace_back("Location", *place);
    return answer;
  }
  const bool reads =
      to.operation == "cacerts" || to.operation == "csrattrs" || to.operation == "check" || to.operation == "holder";
  if (message.method != (reads ? "GET" : "POST")) return plain_answer(405, reads ? "GET is needed" : "POST is needed");
  if (to.operation == "cacerts") return ca_certs(to);
  if (to.operation == "csrattrs") return csr_attrs(to);
  if (to.operation == "check") return check_page(to, peer, log);
  if (to.operation == "holder") return holder(to, log);
  return enroll(to, message, peer, log);
}

Answer RegistrationAuthority::ca_certs(const Route& to) {
  const ProfileAuthority& of = authority_.of(to.label);
  std::vector<X509*> certificates{of.issuing.certificate.get()};
  for (const Signer& root : of.roots) certificates.push_back(root.certificate.get());
  return {.content_type = "application/pkcs7-mime; smime-type=certs-only",
          .body = shaped_base64(certs_only(certificates), shape(to)),
          .headers = {{"Content-Transfer-Encoding", "base64"}}};
}

Answer RegistrationAuthority::csr_attrs(const Route& to) {
  std::string kind = switches_.take("csrattrs", to.operation, to.label).value_or("");
  if (kind.empty()) {
    kind = to.label == "bound" ? "binding" : to.label == "corporate-banking-expired" ? "empty" : "none";
    if (to.label == "bank-web" || to.label == "secure-network-token") kind = "attributes";
  }
  if (kind == "missing") return plain_answer(404, "no such resource");
  if (kind == "none") return {.status = 204};
  const std::string der = kind == "empty" ? std::string("\x30\x00", 2) : csr_attributes(kind == "binding");
  return {.content_type = "application/csrattrs",
          .body = shaped_base64(der, shape(to)),
          .headers = {{"Content-Transfer-Encoding", "base64"}}};
}

Answer RegistrationAuthority::check_page(const Route& to, const Peer& peer, LoggedRequest& log) {
  const auto record = recognise(to.label, peer);
  std::optional<Held> held;
  if (record) {
    held = Held{record->serial, record->not_before, record->not_after, record->superseded};
    log.user = record->user;
  }
  if (const auto refusal = judge_visit(held, clock_.now())) return refuse(to, *refusal, log);
  return {.content_type = "text/html; charset=utf-8",
          .body = "<!DOCTYPE html><title>Kigen Demo RA</title><p>The certificate of " + record->user +
                  " works, until " + to_rfc3339(record->not_after) + ".</p>\n"};
}

Answer RegistrationAuthority::holder(const Route& to, LoggedRequest& log) {
  const auto token = store_.token(to.token);
  if (!token || token->label != to.label)
    return refuse(to, {.status = 404, .reason = "token_unregistered", .detail = "this token was not handed out"}, log);
  log.token = token->serial;
  log.user = token->user;
  const boost::json::value body{{"name", token->user}, {"state", token_state(token->holds_certificate)}};
  return {.content_type = "application/json", .body = boost::json::serialize(body) + "\n"};
}

std::optional<IssuedRecord> RegistrationAuthority::recognise(std::string_view label, const Peer& peer) {
  if (!peer.certificate) return std::nullopt;
  const Signer& issuing = authority_.of(label).issuing;
  X509* certificate = peer.certificate.get();
  // The time is the rules' question: an expired certificate may still be good for a renewal.
  const bool ours =
      ::X509_NAME_cmp(::X509_get_issuer_name(certificate), ::X509_get_subject_name(issuing.certificate.get())) == 0 &&
      ::X509_verify(certificate, issuing.key.get()) == 1;
  if (!ours) return std::nullopt;
  auto record = store_.by_serial(serial_of(certificate));
  if (!record || record->label != label) return std::nullopt;
  return record;
}

Base64Shape RegistrationAuthority::shape(const Route& to) {
  // The neutral systems answer as the simplest clients want it: one line, as RFC 8951 3.1 allows.
  const bool simple = to.label == "plain" || to.label == "bound";
  const std::string lines = switches_.take("base64", to.operation, to.label).value_or(simple ? "single" : "wrapped");
  Base64Shape shape;
  if (lines == "crlf") shape.lines = Base64Shape::Lines::Crlf;
  if (lines == "single") shape.lines = Base64Shape::Lines::Single;
  shape.last_newline = switches_.take("last_newline", to.operation, to.label).value_or(simple ? "off" : "on") != "off";
  return shape;
}

Answer RegistrationAuthority::refuse(const Route& to, const Refusal& refusal, LoggedRequest& log) {
  Answer answer = problem(refusal);
  log.reason = refusal.reason;
  if (refusal.status == 401) answer.headers = desk_.challenges(scheme(to));
  return answer;
}

// Faults that do not ask what the answer says.
void RegistrationAuthority::spoil(const Route& to, Answer& answer) {
  const auto& [label, operation, token] = to;
  if (switches_.is_on("html", operation, label))
    answer = {.content_type = "text/html", .body = "<html><body>Please sign in to the network.</body></html>\n"};
  if (const auto garbage = switches_.take("garbage", operation, label)) {
    const std::string noise = "\x01\x02 no \xff\xfe sense at all \x7f";
    if (*garbage == "body") answer.body = noise;
    if (*garbage == "base64") answer.body = to_base64(noise) + "\n";
    if (*garbage == "pkcs7") answer.body = to_base64(certs_only({}).substr(0, 9) + noise) + "\n";
    if (*garbage == "http") {
      answer.body = noise;
      answer.raw = true;
    }
  }
  if (const auto size = switches_.number("huge", operation, label))
    answer.body = std::string(static_cast<std::size_t>(std::min(*size, 1LL << 30)), 'A');
  answer.chunked = switches_.take("transfer", operation, label).value_or("length") == "chunked";
  answer.close = switches_.take("keep_alive", operation, label).value_or("on") == "off";
  answer.delay_ms = switches_.number("delay", operation, label).value_or(0);
  answer.drop_after = switches_.number("drop_after", operation, label);
  answer.reset = switches_.take_value("reset", "answer", operation, label);
  answer.silent = switches_.is_on("lose_answer", operation, label);
}

std::vector<LoggedRequest> RegistrationAuthority::requests() const {
  const std::scoped_lock lock(mutex_);
  return {log_.begin(), log_.end()};
}

std::vector<IssuedRecord> RegistrationAuthority::issued() {
  const std::scoped_lock lock(mutex_);
  return store_.issued();
}

AccountState RegistrationAuthority::state(const Account& account) {
  const std::scoped_lock lock(mutex_);
  return store_.state(account, clock_.now());
}

void RegistrationAuthority::set_condition(const Account& account, Condition condition) {
  const std::scoped_lock lock(mutex_);
  Account as = account;
  as.condition = condition;
  store_.set_state(account, initial_state(as, clock_.now()));
}

std::vector<HandedOut> RegistrationAuthority::tokens() {
  const std::scoped_lock lock(mutex_);
  return store_.tokens();
}

void RegistrationAuthority::hand_out(const HandedOut& token) {
  const std::scoped_lock lock(mutex_);
  store_.put(token);
}

void RegistrationAuthority::take_back(const std::string& serial) {
  const std::scoped_lock lock(mutex_);
  store_.remove_token(serial);
}

void RegistrationAuthority::reset() {
  const std::scoped_lock lock(mutex_);
  store_.reset();
  log_.clear();
}

}  // namespace kigen::demo_ra

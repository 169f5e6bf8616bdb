// The half of the registration authority that judges requests for certificates and makes them.
#include <openssl/x509v3.h>

#include <algorithm>

#include "common/platform/local_calendar.h"
#include "tests/demo_ra/accounts.h"
#include "tests/demo_ra/ra.h"

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;

constexpr int kMinRsaBits = 2048;

Refusal bad_request(std::string detail) {
  return {.status = 400, .reason = "bad_request", .detail = std::move(detail)};
}

// In so many days; 0 is the last second of today, as a person's calendar has it.
Instant end_in_days(Instant now, int count) {
  if (count != 0) return now + days{count};
  const auto calendar = platform::system_calendar();
  return calendar->start_of(calendar->date_of(now) + days{1}) - seconds{1};
}

// RFC 8951: wrapped, CRLF, unwrapped, all the same. Throws OpenSslFailure.
RequestPtr read_request(const Message& message) {
  const Bytes der = from_base64(message.body);
  const std::uint8_t* at = der.data();
  RequestPtr request(::d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  check(request != nullptr);
  if (at != der.data() + der.size()) throw OpenSslFailure("more than a PKCS#10 request");
  EVP_PKEY* key = ::X509_REQ_get0_pubkey(request.get());
  check(key != nullptr);
  if (::X509_REQ_verify(request.get(), key) != 1) throw OpenSslFailure("the request's signature is wrong");
  return request;
}

bool is_good_key(EVP_PKEY* key) {
  if (::EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return ::EVP_PKEY_get_bits(key) >= kMinRsaBits;
  return ::EVP_PKEY_get_base_id(key) == EVP_PKEY_EC;
}

// challengePassword (RFC 2985 5.4.1), "" when there is none.
std::string challenge_password(X509_REQ* request) {
  const int at = ::X509_REQ_get_attr_by_NID(request, NID_pkcs9_challengePassword, -1);
  if (at < 0) return {};
  const ASN1_TYPE* value = ::X509_ATTRIBUTE_get0_type(::X509_REQ_get_attr(request, at), 0);
  if (value == nullptr || value->type == V_ASN1_OBJECT || value->type == V_ASN1_NULL || value->type == V_ASN1_BOOLEAN)
    return {};
  const ASN1_STRING* text = value->value.asn1_string;
  const auto* data = ::ASN1_STRING_get0_data(text);
  return {data, data + ::ASN1_STRING_length(text)};
}

IssuedRecord record_of(X509* certificate, const Account& account, std::string how) {
  return {.serial = serial_of(certificate),
          .label = account.label,
          .user = account.user,
          .key = key_id(::X509_get0_pubkey(certificate)),
          .not_before = instant_of(::X509_get0_notBefore(certificate)),
          .not_after = instant_of(::X509_get0_notAfter(certificate)),
          .der = to_der(certificate),
          .how = std::move(how)};
}

// The newest certificate of the account came with its key.
bool was_key_made_here(const std::vector<IssuedRecord>& issued, const Account& account) {
  const auto newest = std::find_if(issued.rbegin(), issued.rend(), [&](const IssuedRecord& one) {
    return one.label == account.label && one.user == account.user;
  });
  return newest != issued.rend() && newest->how == "serverkeygen";
}

Repeat repeat_of(const std::optional<std::string>& value) {
  if (value == "never") return Repeat::Never;
  return value == "always" ? Repeat::Always : Repeat::Renewals;
}

KeyWrapping wrapping_of(const std::optional<std::string>& value) {
  if (value == "cms") return KeyWrapping::Cms;
  if (value == "cms-data") return KeyWrapping::CmsData;
  return value == "pkcs1" ? KeyWrapping::Pkcs1 : KeyWrapping::Pkcs8;
}

}  // namespace

LoginDesk::Scheme RegistrationAuthority::scheme(const Route& to) {
  const auto value = switches_.take("auth", to.operation, to.label);
  if (value == "digest") return LoginDesk::Scheme::Digest;
  if (value == "digest-md5") return LoginDesk::Scheme::DigestMd5;
  return value == "both" ? LoginDesk::Scheme::Both : LoginDesk::Scheme::Basic;
}

std::optional<Login> RegistrationAuthority::read_login(const Route& to, const Message& message) {
  const auto lookup = [&](const std::string& user) -> std::optional<std::string> {
    const Account* account = account_of(to.label, user);
    if (account == nullptr || account->password.empty()) return std::nullopt;
    return account->password;
  };
  return desk_.read(scheme(to), message.header("authorization"), message.method, message.target, lookup);
}

const Account* RegistrationAuthority::account_of(const std::string& label, const std::string& login_user) {
  if (!find_rules(label)->hands_out_tokens) return find_account(label, login_user);
  const auto token = store_.token(login_user);
  return token && token->label == label ? find_account(label, token->user) : nullptr;
}

bool RegistrationAuthority::binding_wanted(const Route& to) {
  const auto value = switches_.take("csrattrs", "csrattrs", to.label);
  return value ? *value == "binding" : to.label == "bound";
}

std::optional<Refusal> RegistrationAuthority::check_binding(const Route& to, X509_REQ* request, const Peer& peer) {
  const std::string given = challenge_password(request);
  if (given.empty() && !binding_wanted(to)) return std::nullopt;
  const std::string right =
      to_base64({reinterpret_cast<const char*>(peer.channel_binding.data()), peer.channel_binding.size()});
  if (given == right) return std::nullopt;
  return Refusal{.status = 403,
                 .reason = "authentication",
                 .detail = given.empty() ? "the channel binding is missing" : "the channel binding is wrong"};
}

RegistrationAuthority::Asker RegistrationAuthority::identify(const Route& to, const ProfileRules& rules,
                                                             const Message& message, const Peer& peer) {
  Asker asker{.login = read_login(to, message), .record = recognise(to.label, peer)};
  const auto& record = asker.record;
  // RFC 7030 has one serverkeygen: with a certificate in hand it is a renewal.
  const bool renewal = to.operation == "simplereenroll" || (to.operation == "serverkeygen" && record.has_value());
  asker.attempt = {.renewal = renewal, .login_given = asker.login.has_value()};
  if (record) asker.attempt.held = Held{record->serial, record->not_before, record->not_after, record->superseded};
  // Whose request it is: of the certificate in hand on a renewal, else of the login.
  const Proof proof = asker.attempt.renewal ? rules.renew : rules.issue;
  const bool by_certificate = record && (proof == Proof::Certificate || proof == Proof::CertificateAndLogin ||
                                         (proof == Proof::Either && !asker.login));
  const Account* of_login = asker.login ? account_of(to.label, asker.login->user) : nullptr;
  asker.account = by_certificate ? find_account(to.label, record->user) : of_login;
  asker.attempt.password_right = asker.login && asker.login->right && of_login != nullptr && of_login == asker.account;
  if (rules.hands_out_tokens && of_login != nullptr) asker.token = store_.token(asker.login->user);
  asker.attempt.token_handed_out = asker.token.has_value();
  asker.attempt.token_holds = asker.token && asker.token->holds_certificate;
  return asker;
}

Verdict RegistrationAuthority::decide(const Route& to, const ProfileRules& rules, Asker& asker, EVP_PKEY* key) {
  const Instant now = clock_.now();
  const auto repeat = repeat_of(switches_.take("reissue_same_key", to.operation, to.label));
  AccountState state;
  if (asker.account == nullptr) return judge(rules, nullptr, state, asker.attempt, repeat, now);
  if (to.operation != "serverkeygen") {
    if (const auto same = store_.by_key(*asker.account, key_id(key))) asker.attempt.same_key_serial = same->serial;
  } else if (repeat != Repeat::Never && asker.attempt.held && was_key_made_here(store_.issued(), *asker.account)) {
    // The key of a lost answer is nowhere but in that answer: another is made.
    asker.attempt.held->superseded = false;
  }
  state = store_.state(*asker.account, now);
  Verdict verdict = judge(rules, asker.account, state, asker.attempt, repeat, now);
  store_.set_state(*asker.account, state);
  return verdict;
}

// What is wrong with a request that the rules would grant.
std::optional<Refusal> RegistrationAuthority::check_request(const Route& to, X509_REQ* request, const Asker& asker,
                                                            const Peer& peer) {
  if (auto refusal = check_binding(to, request, peer)) return refusal;
  if (!asker.record || !asker.attempt.renewal) return std::nullopt;
  const CertificatePtr old = certificate_from_der(asker.record->der);
  if (::X509_NAME_cmp(::X509_REQ_get_subject_name(request), ::X509_get_subject_name(old.get())) == 0)
    return std::nullopt;
  return bad_request("the subject differs from the certificate's (RFC 7030 4.2.2)");
}

Answer RegistrationAuthority::enroll(const Route& to, const Message& message, const Peer& peer, LoggedRequest& log) {
  const ProfileRules& rules = *find_rules(to.label);
  Asker asker = identify(to, rules, message, peer);
  // A client that means to answer a challenge first sends nothing (RFC 7616 leaves it that).
  if (message.body.empty() && !asker.login)
    return refuse(to, {.status = 401, .reason = "authentication", .detail = "credentials are needed"}, log);
  RequestPtr request;
  try {
    request = read_request(message);
  } catch (const OpenSslFailure& failure) {
    return refuse(to, bad_request(failure.what()), log);
  }
  EVP_PKEY* key = ::X509_REQ_get0_pubkey(request.get());
  if (!is_good_key(key)) return refuse(to, bad_request("RSA from 2048 bits or EC is needed"), log);
  log.user = asker.account != nullptr ? asker.account->user : std::string();
  if (asker.token) log.token = asker.token->serial;

  const Verdict verdict = decide(to, rules, asker, key);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) return refuse(to, *refusal, log);
  if (const auto refusal = check_request(to, request.get(), asker, peer)) return refuse(to, *refusal, log);
  if (const auto* later = std::get_if<Wait>(&verdict)) return wait(*later);
  if (const auto* again = std::get_if<Again>(&verdict)) {
    const auto before = store_.by_serial(again->serial);
    return answer_with(to, certificate_from_der(before->der).get(), nullptr);
  }
  if (const auto time = switches_.number("wait", to.operation, to.label)) return wait({seconds{*time}, false});
  if (const auto time = switches_.number("wait_until", to.operation, to.label)) return wait({seconds{*time}, true});
  return carry_out(to, rules, asker, key);
}

Answer RegistrationAuthority::wait(const Wait& verdict) const {
  Answer answer{.status = 202, .content_type = "text/plain; charset=utf-8", .body = "not ready yet\n"};
  // A date is told in the client's time, which is the system's.
  answer.headers.emplace_back("Retry-After", verdict.as_date ? http_date(SystemClock().now() + verdict.retry_after)
                                                             : std::to_string(verdict.retry_after.count()));
  return answer;
}

// What the switches make of a good order; true when that is no longer what was asked for.
bool RegistrationAuthority::spoil_order(const Route& to, const std::optional<Held>& held, ClientOrder& order) {
  const auto on = [&](std::string_view name) { return switches_.is_on(name, to.operation, to.label); };
  bool spoiled = false;
  if (on("wrong_subject")) {
    order.common_name = "SOMEBODY";
    spoiled = true;
  }
  if (on("earlier_not_after")) {
    order.not_after = held ? held->not_after - days{1} : clock_.now() + days{1};
    order.not_before = std::min(order.not_before, order.not_after - days{1});
    spoiled = true;
  }
  if (on("server_usage")) {
    order.usage = "serverAuth";
    spoiled = true;
  }
  return spoiled;
}

Answer RegistrationAuthority::carry_out(const Route& to, const ProfileRules& rules, const Asker& asker, EVP_PKEY* key) {
  const Account& account = *asker.account;
  const Instant now = clock_.now();
  const ProfileAuthority& authority = authority_.of(to.label);
  const bool key_here = to.operation == "serverkeygen";
  const bool other_key = switches_.is_on("other_key", to.operation, to.label);
  const bool wrong_chain = switches_.is_on("wrong_chain", to.operation, to.label);
  const KeyPtr made = key_here || other_key ? new_rsa_key() : KeyPtr();
  ClientOrder order{.common_name = account.user,
                    .organization = account.organization,
                    .not_before = now - minutes{5},
                    .not_after = now + days{rules.validity_days},
                    .key = made ? made.get() : key};
  const bool spoiled = spoil_order(to, asker.attempt.held, order) || other_key || wrong_chain;
  const CertificatePtr certificate = Authority::issue(wrong_chain ? authority_.unknown() : authority.issuing, order);
  // What a fault spoiled was never issued: a second try finds the account as it was.
  if (!spoiled) {
    store_.add(record_of(certificate.get(), account, to.operation));
    AccountState state = store_.state(account, now);
    state.issued = true;
    store_.set_state(account, state);
    if (asker.token) store_.set_holds(asker.token->serial, true);
  }
  return answer_with(to, certificate.get(), key_here ? made.get() : nullptr, account.password);
}

Answer RegistrationAuthority::answer_with(const Route& to, X509* certificate, EVP_PKEY* new_key,
                                          const std::string& password) {
  const ProfileAuthority& authority = authority_.of(to.label);
  std::vector<X509*> certificates{certificate, authority.issuing.certificate.get()};
  if (switches_.is_on("extras", to.operation, to.label)) {
    for (const Signer& root : authority.roots) certificates.push_back(root.certificate.get());
    certificates.push_back(authority_.unknown().certificate.get());
  }
  const std::string order = switches_.take("order", to.operation, to.label).value_or("leaf_first");
  if (order == "root_first") std::reverse(certificates.begin(), certificates.end());
  if (order == "mixed") std::rotate(certificates.begin(), certificates.begin() + 1, certificates.end());
  if (switches_.is_on("no_certificate", to.operation, to.label)) certificates.clear();
  const std::string pkcs7 = certs_only(certificates);
  Answer answer;
  if (new_key != nullptr) {
    const auto kind = switches_.take("keygen", to.operation, to.label);
    const Signer& signer = authority.issuing;
    if (kind == "pkcs12") {
      answer = {
          .content_type = "application/pkcs12",
          .body = shaped_base64(pkcs12(certificate, new_key, {signer.certificate.get()}, password, ""), shape(to)),
          .headers = {{"Content-Transfer-Encoding", "base64"}}};
    } else {
      answer = key_and_certificates(wrap_key(new_key, wrapping_of(kind), signer.certificate.get(), signer.key.get()),
                                    pkcs7, shape(to));
    }
  } else {
    answer = {.content_type = "application/pkcs7-mime; smime-type=certs-only",
              .body = shaped_base64(pkcs7, shape(to)),
              .headers = {{"Content-Transfer-Encoding", "base64"}}};
  }
  if (switches_.take("ok_status", to.operation, to.label).value_or("200") == "201") answer.status = 201;
  return answer;
}

Result<MadeCertificate> RegistrationAuthority::make_certificate(const std::string& label, const std::string& user,
                                                                int days_left, const std::string& password) {
  const std::scoped_lock lock(mutex_);
  const Account* account = find_account(label, user);
  if (account == nullptr) return Error(ErrorCode::NotFound).with("name", label + ":" + user);
  const ProfileAuthority& authority = authority_.of(label);
  const KeyPtr key = new_rsa_key();
  const Instant now = clock_.now();
  const Instant not_after = end_in_days(now, days_left);
  const ClientOrder order{.common_name = account->user,
                          .organization = account->organization,
                          .not_before = std::min(now, not_after - days{find_rules(label)->validity_days}),
                          .not_after = not_after,
                          .key = key.get()};
  const CertificatePtr certificate = Authority::issue(authority.issuing, order);
  MadeCertificate made;
  made.record = record_of(certificate.get(), *account, "issue");
  store_.add(made.record);
  store_.set_state(*account, initial_state(*account, now));
  made.certificate_pem = to_pem(certificate.get());
  made.key_pem = to_pem(key.get());
  made.pkcs12 = pkcs12(certificate.get(), key.get(), {authority.issuing.certificate.get()}, password, account->user);
  return made;
}

}  // namespace kigen::demo_ra

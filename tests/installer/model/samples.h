// Profiles, certificates and states to test the wizard's model with.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/hex.h"
#include "installer/wizard/model/flow.h"
#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard::samples {

inline const Instant kNow = *from_rfc3339("2026-11-20T01:00:00Z");
inline const FixedOffsetCalendar kTokyo{std::chrono::hours{9}};

inline Context in(text::Language language) {
  return {language, kNow, &kTokyo, "1.2.3"};
}

inline profile::Credential credential(const std::string& id, bool secret, const std::string& used_for) {
  profile::Credential rule;
  rule.id = id;
  rule.label = {"ja-" + id, "en-" + id};
  rule.secret = secret;
  rule.characters = "alphanumeric";
  rule.upper_case = true;
  rule.used_for = used_for;
  rule.max_length = 10;
  return rule;
}

/// Two codes for an issue; a renewal needs only the certificate, as N has it.
inline profile::Profile customs() {
  profile::Profile profile;
  profile.id = "customs";
  profile.name = {"通関手続き", "customs filing"};
  profile.support = {"窓口へ", "Call the desk"};
  profile.identifier_label = {"認証コード1", "Authentication code 1"};
  profile.enroll.base_url = "https://ra.example/";
  profile.preflight = {{"a.example", 443}, {"b.example", 8443}};
  profile.credentials = {credential("code1", false, "issue"), credential("code2", true, "issue")};
  return profile;
}

/// A password for a renewal, no new issue, 90 days of grace, as S has it.
inline profile::Profile banking() {
  profile::Profile profile;
  profile.id = "banking";
  profile.name = {"銀行", "banking"};
  profile.window.grace_days_after = 90;
  profile.enroll.base_url = "https://bank.example/";
  profile.credentials = {credential("password", true, "renew")};
  return profile;
}

inline profile::ProfilePtr shared(profile::Profile profile) {
  return std::make_shared<const profile::Profile>(std::move(profile));
}

inline std::string thumbprint(char digit) {
  return std::string(64, digit);
}

inline ipc::CertificateSummary certificate(char digit, int days, const std::string& status,
                                           const std::string& profile = "customs") {
  ipc::CertificateSummary item;
  item.thumbprint_sha256 = thumbprint(digit);
  item.thumbprint_sha1 = std::string(40, digit);
  item.identifier = std::string("DEMO000") + digit;
  item.subject = "CN=" + item.identifier;
  item.issuer = "CN=Demo CA,O=Demo";
  item.not_before = kNow + std::chrono::days{days - 365};
  item.not_after = kNow + std::chrono::days{days};
  item.days_left = days;
  item.status = status;
  item.profile = profile;
  item.owner = "S-1-5-21-1";
  item.has_private_key = true;
  item.renewable_until = item.not_after;
  return item;
}

inline ipc::CertificateDetail detail(ipc::CertificateSummary item) {
  ipc::CertificateDetail detail;
  detail.summary = std::move(item);
  return detail;
}

inline Catalogue catalogue() {
  Catalogue found;
  found.certificates = {certificate('a', 12, "due"), certificate('b', -10, "expired", "banking"),
                        certificate('c', 200, "valid"), certificate('d', 300, "valid", "")};
  found.certificates[1].renewable_until = kNow + std::chrono::days{80};
  found.profiles = {shared(banking()), shared(customs())};
  found.account.name = "PC\\tantou01";
  return found;
}

template <typename Wanted>
const Wanted* find(const Actions& actions) {
  for (const Action& action : actions)
    if (const auto* found = std::get_if<Wanted>(&action)) return found;
  return nullptr;
}

/// Started for certificate 'a' (customs, 12 days left), everything loaded.
inline Flow renewal_of(char digit, Catalogue found = catalogue()) {
  Flow flow({thumbprint(digit), "", false});
  (void)flow.begin();
  ipc::CertificateDetail known;
  for (const auto& item : found.certificates)
    if (item.thumbprint_sha256 == thumbprint(digit)) known = detail(item);
  (void)flow.loaded(std::move(found), kNow);
  flow.certificate_loaded(thumbprint(digit), known);
  return flow;
}

/// Ends the connection test with what `failed` says of each host.
inline void end_test(Flow& flow, const Actions& actions, bool failed = false) {
  const auto* test = find<TestHosts>(actions);
  if (!test) return;
  for (std::size_t i = 0; i < test->hosts.size(); ++i) {
    net::HostResult result;
    result.host = test->hosts[i];
    if (failed) {
      result.error = Error(ErrorCode::HostUnreachable, "192.0.2.1: refused (111)");
    } else {
      result.connected = "192.0.2.1";
    }
    flow.host_tested(test->run, i, result);
  }
  flow.test_ended(test->run);
}

/// On the progress page, with the job handed over.
inline Flow running(char digit = 'a') {
  Flow flow = renewal_of(digit);
  while (flow.state().page != Page::Progress && flow.can_go_next(kNow)) {
    if (flow.state().page == Page::Credentials) flow.typed(0, "SESAME");
    end_test(flow, flow.next(kNow));
    if (flow.state().page == Page::Credentials) flow.typed(0, "SESAME");
  }
  return flow;
}

inline renewal::Outcome failed(ErrorCode code) {
  renewal::Outcome outcome;
  outcome.failure.emplace();
  outcome.failure->error = Error(code);
  return outcome;
}

inline renewal::Outcome succeeded() {
  renewal::Outcome outcome;
  outcome.success.emplace();
  outcome.success->certificate.subject = "CN=DEMO000a";
  outcome.success->certificate.issuer = "CN=Demo CA,O=Demo";
  outcome.success->certificate.not_before = kNow;
  outcome.success->certificate.not_after = kNow + std::chrono::days{730};
  outcome.success->friendly_name = "customs filing, expires 2028-11-19";
  outcome.success->where = "CurrentUser\\My";
  return outcome;
}

inline std::string all_text(const std::vector<Line>& lines) {
  std::string all;
  for (const Line& line : lines) all += line.label + '\t' + line.text + '\n';
  return all;
}

}  // namespace kigen::wizard::samples

#include <fmt/format.h>

#include <algorithm>

#include "common/base/hex.h"
#include "common/est/check.h"
#include "common/x509/digest.h"
#include "common/x509/parse_certificate.h"
#include "common/x509/subject.h"
#include "installer/wizard/renewal/key_proof.h"
#include "installer/wizard/renewal/request_content.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// Pinned client roots, where the profile names some; else whatever this PC trusts.
Status name_roots(const Run& run, est::Expectation& expected) {
  const auto installed = run.parts.stores.roots->list();
  if (!installed) return installed.error();
  expected.candidates = run.roots_seen;
  expected.candidates.insert(expected.candidates.end(), installed->begin(), installed->end());
  bool named = false;
  for (const auto& root : run.profile().roots) {
    const bool pinned = !root.sha256.empty() || !root.sha1.empty();
    if (pinned) expected.pins.push_back({root.sha256, root.sha1});
    named = named || (pinned && root.use == "client");
  }
  // A client root without a pin was found installed, or there is none in the profile.
  if (!named) expected.anchors = *installed;
  return {};
}

Result<est::CheckedCertificate> check_kept(Run& run) {
  est::Expectation expected;
  expected.public_key_info = run.key->public_key_info();
  expected.extended_key_usage = run.profile().match.extended_key_usage;
  expected.now = run.now();
  if (run.old) expected.old_certificate = run.old->der;
  if (Status named = name_roots(run, expected); !named) return named.error();
  return est::check_issued(run.entry.answer, expected);
}

// After a crash the chain is in the journal only: it is checked again, which also guards against a changed file.
Status need_chain(Run& run) {
  if (run.issued) return {};
  if (Status open = open_key(run); !open) return open;
  auto checked = check_kept(run);
  if (!checked) return checked.error();
  run.chain.assign(1, checked->leaf);
  run.chain.insert(run.chain.end(), checked->chain.begin(), checked->chain.end());
  run.issued = checked->record;
  run.friendly_name = make_friendly_name(run, *run.issued);
  return {};
}

void tell_stored(Run& run) {
  if (!run.parts.sink) return;
  AttemptRecord record = run.record();
  record.unproven = to_hex(run.entry.issued);
  run.parts.sink->stored(record);
}

Error not_accepted(const net::Url& url, std::string detail) {
  return Error(ErrorCode::NewCertificateNotAccepted, std::move(detail)).with("url", net::to_text(url));
}

// An answer of the check page, read as yes, no (NewCertificateNotAccepted) or "ask later".
Status judge_page(const net::Url& url, const Result<net::Response>& answer) {
  constexpr int kServerFault = 500, kClientFault = 400, kOk = 200;
  if (!answer) {
    // The server ended the handshake: what it says of a client certificate that it does not take.
    if (answer.error().code == ErrorCode::TlsFailed) return not_accepted(url, answer.error().detail);
    return answer.error();
  }
  if (answer->status >= kServerFault) {
    return Error(ErrorCode::RaSystemError).with("status", std::to_string(answer->status));
  }
  if (answer->status >= kClientFault || answer->status < kOk) {
    return not_accepted(url, fmt::format("HTTP {}", answer->status));
  }
  return {};
}

Status show_to_page(Run& run, const net::Url& url) {
  auto key = run.vault.personal().key_of(run.entry.issued);
  if (!key) return key.error();
  auto options = connect_options(run, false);
  if (!options) return options.error();
  std::vector<Bytes> intermediates;
  if (run.chain.size() > 2) intermediates.assign(run.chain.begin() + 1, run.chain.end() - 1);
  options->identity = net::ClientIdentity{
      .certificate = run.chain.front(), .intermediates = std::move(intermediates), .key = *std::move(key)};
  run.tell_key_use();
  return judge_page(url, run.parts.get(url, *options, run.stop));
}

// S10: a remembered session may still speak for the old certificate. Once, and only when the page said no.
Status prove_on_page(Run& run, const net::Url& url) {
  Status shown = show_to_page(run, url);
  if (shown || shown.error().code != ErrorCode::NewCertificateNotAccepted) return shown;
  if (!run.parts.clear_ssl_state || !run.parts.clear_ssl_state()) return shown;
  run.ssl_state_cleared = true;
  run.note(shown.error());
  return show_to_page(run, url);
}

std::map<std::string, std::string> variables_of(const Run& run, std::string_view phase) {
  std::map<std::string, std::string> variables{{"KIGEN_PHASE", std::string(phase)},
                                               {"KIGEN_PROFILE", run.profile().id}};
  if (run.old_record) {
    variables["KIGEN_THUMBPRINT"] = to_hex(run.old_record->sha256);
    variables["KIGEN_THUMBPRINT_SHA1"] = to_hex(run.old_record->sha1);
    variables["KIGEN_NOT_AFTER"] = to_rfc3339(run.old_record->not_after);
  }
  if (run.issued) {
    variables["KIGEN_NEW_THUMBPRINT"] = to_hex(run.issued->sha256);
    variables["KIGEN_NEW_THUMBPRINT_SHA1"] = to_hex(run.issued->sha1);
    variables["KIGEN_NEW_NOT_AFTER"] = to_rfc3339(run.issued->not_after);
  }
  return variables;
}

Status run_commands(Run& run, const std::vector<std::string>& lines, std::string_view phase) {
  for (const std::string& line : lines) {
    const auto result = run.parts.commands->run({.line = line, .variables = variables_of(run, phase)}, run.stop);
    if (!result) return Error(result.error()).with("phase", std::string(phase));
  }
  return {};
}

}  // namespace

std::string make_friendly_name(const Run& run, const CertificateRecord& record) {
  if (!run.job.friendly_name.empty()) return run.job.friendly_name;
  const std::chrono::year_month_day day{run.parts.calendar->date_of(record.not_after)};
  const std::string date = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  const auto& name = run.profile().name;
  if (run.job.place == Place::Token && !run.profile().token->label.empty()) {
    return token_label(run.profile().token->label, {{"{profile}", run.job.japanese ? name.ja : name.en},
                                                    {"{expires}", date},
                                                    {"{subject}", x509::common_name(record.subject)}});
  }
  return run.job.japanese ? fmt::format("{}、有効期限 {}", name.ja, date)
                          : fmt::format("{}, expires {}", name.en, date);
}

Status check_answer(Run& run, Yield& yield) {
  if (Status checked = need_chain(run); !checked) return checked;
  yield.issued = run.issued->sha256;
  return {};
}

Status store(Run& run) {
  if (Status there = need_chain(run); !there) return there;
  if (run.issued->sha256 != run.entry.issued) {
    return Error(ErrorCode::IssuedCertificateWrong).with("check", "count").with("reason", "another one than before");
  }
  const auto key_store = run.vault.keys(run.entry.key_provider);
  if (!key_store) return key_store.error();
  auto& personal = run.vault.personal();
  const keys::KeyReference key{(*key_store)->provider(), key_name(run.entry)};
  // Whoever sees the new certificate from now on must not take it for the old one's successor yet.
  tell_stored(run);
  if (Status added = personal.add(run.chain.front(), key, run.friendly_name); !added) return added;
  for (std::size_t i = 1; run.parts.keeps_chain && i + 1 < run.chain.size(); ++i) {
    // Without it the certificate may be refused by a server that has no intermediates of its own: told, not fatal.
    if (Status added = run.parts.stores.personal->add_intermediate(run.chain[i]); !added) run.note(added.error());
  }
  return {};
}

Status prove(Run& run, Yield& yield) {
  if (Status there = need_chain(run); !there) return there;
  // A resumed run: the service may have been away when it was stored.
  if (run.resumed) tell_stored(run);
  if (run.profile().verify_url.empty()) {
    run.tell_key_use();
    auto key = run.vault.personal().key_of(run.entry.issued);
    if (!key) return key.error();
    return prove_key(**key, run.chain.front());
  }
  const auto url = net::parse_url(run.profile().verify_url);
  if (!url) return url.error();
  Status proven = prove_on_page(run, *url);
  yield.proven_on_page = proven.has_value();
  return proven;
}

Status mark_superseded(Run& run) {
  if (Status there = need_chain(run); !there) return there;
  if (Status done = finish_on_token(run); !done) return done;
  AttemptRecord record = run.record();
  record.result = "renewed";
  record.renewed_by = to_hex(run.issued->sha256);
  if (Status written = run.journal.attempts().write(record); !written) return written;
  if (run.parts.sink) run.parts.sink->report(record);
  run.proof_told = true;
  return {};
}

Status run_before(Run& run) {
  return run_commands(run, run.profile().pre_renewal, "pre");
}

// The certificate is good whatever these say; each one is run, and each that fails is told.
void run_after(Run& run) {
  if (Status there = need_chain(run); !there) run.note(there.error());
  for (const std::string& line : run.profile().post_renewal) {
    if (Status done = run_commands(run, {line}, "post"); !done) run.note(done.error());
  }
}

}  // namespace kigen::renewal

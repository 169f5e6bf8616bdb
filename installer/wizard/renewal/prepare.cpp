#include <algorithm>

#include "common/base/hex.h"
#include "common/platform/random.h"
#include "common/x509/parse_certificate.h"
#include "installer/wizard/renewal/retry.h"
#include "installer/wizard/renewal/roots.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

Status check_profile(const Run& run) {
  const auto& profile = run.profile();
  if (profile.enroll.base_url.empty()) {
    return Error(ErrorCode::HostNotConfigured).with("profile", profile.id).with("path", profile.file);
  }
  const auto base = net::parse_url(profile.enroll.base_url);
  if (!base || base->scheme != "https" || profile.enroll.protocol != "est") {
    return Error(ErrorCode::ProfileIncomplete).with("profile", profile.id).with("key", "enroll");
  }
  if (profile.key.where == "machine") return Error(ErrorCode::KeyProviderMissing).with("provider", profile.key.where);
  return {};
}

// Where the job's certificate goes: what was asked for, as far as the profile has it.
Status settle_place(Run& run) {
  const auto& profile = run.profile();
  const auto named = std::ranges::find(run.candidates, run.job.resume, &Entry::id);
  if (named != run.candidates.end()) {
    run.job.place = named->place;
    run.job.token_serial = named->token_serial;
  }
  if (profile.key.where == "token") run.job.place = Place::Token;
  run.listed = steps_of(run.job);
  if (run.job.place == Place::Pc) return {};
  if (profile.key.where == "user" || !profile.token) {
    return Error(ErrorCode::KeyProviderMissing).with("provider", "pkcs11");
  }
  // Nobody is there to give the PIN, and none is kept.
  if (run.job.trigger == Trigger::Unattended) return Error(ErrorCode::InvalidArgument).with("reason", "token");
  return {};
}

// The interrupted jobs of this subject, the one to go on with first: the one that is named, else the newest.
void read_journal(Run& run) {
  auto contents = run.journal.load();
  for (Error& fault : contents.faults) run.note(std::move(fault));
  std::erase_if(contents.entries, [&](const Entry& one) { return subject_of(one) != run.subject(); });
  std::reverse(contents.entries.begin(), contents.entries.end());
  std::stable_partition(contents.entries.begin(), contents.entries.end(),
                        [&](const Entry& one) { return one.id == run.job.resume; });
  run.candidates = std::move(contents.entries);
}

// Those of another place, or another token, wait for a job that is about it.
void keep_candidates_of_this_place(Run& run) {
  std::erase_if(run.candidates, [&](const Entry& one) {
    const bool other_token = !run.job.token_serial.empty() && one.token_serial != run.job.token_serial;
    return one.place != run.job.place || (one.place == Place::Token && other_token);
  });
}

// Who started it decides whether it may start now.
Status check_pace(Run& run) {
  auto last = run.journal.attempts().read(run.subject());
  if (last) run.last_attempt = *std::move(last);
  if (!run.last_attempt || run.last_attempt->failures == 0 || run.job.trigger == Trigger::User) return {};
  std::optional<Instant> earliest = run.last_attempt->ended + kFloor;
  if (run.job.trigger == Trigger::Unattended && run.last_attempt->next_attempt) {
    earliest = std::max(*earliest, *run.last_attempt->next_attempt);
  }
  // A clock that was set back must not hold a renewal for ever.
  const bool plausible = run.last_attempt->ended <= run.now() + std::chrono::days{1};
  if (!plausible || run.now() >= *earliest) return {};
  run.held_back = true;
  return Error(ErrorCode::RenewalWaiting).with("until", to_rfc3339(*earliest));
}

// What a new renewal needs, and an interrupted one had.
Status check_old(Run& run) {
  if (run.job.kind == Kind::Issue) return {};
  if (!run.old->key) return Error(ErrorCode::KeyNotFound).with("name", to_hex(*run.job.old));
  const auto& window = run.profile().window;
  Error outside(ErrorCode::NoRenewableCertificate);
  outside.with("thumbprint", to_hex(*run.job.old));
  if (run.now() > run.old_record->not_after + std::chrono::days{window.grace_days_after}) {
    return std::move(outside).with("reason", "lapsed");
  }
  const Instant opens = run.old_record->not_after - std::chrono::days{window.days_before};
  if (run.now() < opens) return std::move(outside).with("reason", "early").with("opens", to_rfc3339(opens));
  const auto newer = newer_one(run, nullptr);
  if (!newer) return newer.error();
  if (!*newer) return {};
  return Error(ErrorCode::RenewedElsewhere)
      .with("thumbprint", to_hex((**newer).sha256))
      .with("not_after", to_rfc3339((**newer).not_after));
}

Entry new_entry(const Run& run) {
  Entry entry;
  entry.id = platform::random_hex();
  entry.kind = run.job.kind;
  entry.profile = run.profile().id;
  entry.old = run.job.kind == Kind::Renew ? run.job.old : std::nullopt;
  entry.place = run.job.place;
  entry.started = entry.updated = run.started;
  entry.key_provider = run.profile().key.provider;
  if (const keys::pkcs11::Token* token = run.vault.token(); token != nullptr) {
    entry.key_provider = "pkcs11";
    entry.token_serial = token->info().serial;
    entry.token_label = token->info().label;
    entry.token_module = token->info().module;
    entry.sets_pin = entry.kind == Kind::Issue && run.profile().token->pin == "set";
  }
  return entry;
}

// True when the job goes on from `candidate`.
Result<bool> take_up(Run& run, const Entry& candidate) {
  auto found = look_around(run, candidate);
  if (!found) return found.error();
  // Before that there is none to find, and the same request is good for another.
  if (asks_for_key(run) && candidate.next <= Step::Keep) found->key = true;
  Resumption resumption = resume(candidate, *found);
  if (resumption.verdict == Verdict::TakeBack) {
    if (Status taken = take_back(run.vault, run.journal, candidate); !taken) return taken.error();
    return false;
  }
  run.entry = std::move(resumption.entry);
  run.opened = run.resumed = true;
  run.observer.on_event(JobOpened{run.entry.id, true, run.entry.next});
  for (const Step step : run.listed) {
    if (is_journaled(step) && step < run.entry.next) run.tell(step, StepState::Done);
  }
  return true;
}

}  // namespace

Status find_old(Run& run) {
  if (run.job.kind == Kind::Issue) return {};
  if (!run.job.old) return Error(ErrorCode::InvalidArgument).with("reason", "old");
  run.old_vault = run.vault;
  auto stored = run.vault.personal().find(*run.job.old);
  if (run.vault.token() != nullptr && !stored && stored.error().code == ErrorCode::NotFound) {
    run.old_vault = Vault(run.parts.stores);
    stored = run.old_vault.personal().find(*run.job.old);
  }
  if (!stored && stored.error().code == ErrorCode::NotFound) {
    return Error(ErrorCode::NoRenewableCertificate).with("thumbprint", to_hex(*run.job.old));
  }
  if (!stored) return stored.error();
  auto record = x509::parse_certificate(stored->der);
  if (!record) return record.error();
  run.old = *std::move(stored);
  run.old_record = *std::move(record);
  return {};
}

Status open_entry(Run& run) {
  sweep_keys(run.parts.stores, run.journal);
  // A token may hold what another PC has begun: only what this one gave up is taken from it.
  if (const auto* token = run.vault.token()) {
    for (const Entry& entry : run.journal.given_up(token->info().serial)) {
      static_cast<void>(take_back(run.vault, run.journal, entry));  // else with the next login
    }
  }
  // Of several, only one goes on.
  for (const Entry& candidate : run.candidates) {
    if (run.opened) {
      if (Status taken = take_back(run.vault, run.journal, candidate); !taken) return taken;
      continue;
    }
    if (const auto taken = take_up(run, candidate); !taken) return taken.error();
  }
  if (run.opened) return {};
  run.candidates.clear();  // all of them were taken back
  if (Status good = check_old(run); !good) return good;
  run.entry = new_entry(run);
  return {};
}

Status prepare(Run& run) {
  if (Status good = check_profile(run); !good) return good;
  auto lock = run.journal.lock(run.subject());
  if (!lock) {
    run.held_back = true;
    return lock.error();
  }
  run.lock = *std::move(lock);
  if (Status good = check_pace(run); !good) return good;
  if (run.parts.forbidden_network) {
    if (const auto network = run.parts.forbidden_network(run.profile())) {
      return Error(ErrorCode::ForbiddenNetwork).with("network", run.job.japanese ? network->name.ja : network->name.en);
    }
  }
  read_journal(run);
  if (Status settled = settle_place(run); !settled) return settled;
  keep_candidates_of_this_place(run);
  if (run.job.place == Place::Token) return {};  // the rest once the token is there
  if (Status found = find_old(run); !found) return found;
  return open_entry(run);
}

Status ask_consent(Run& run) {
  const auto base = net::parse_url(run.profile().enroll.base_url);
  if (!base) return base.error();
  net::Url site = *base;
  site.target = "/";
  ConsentQuestion question{.site = net::to_text(site), .sends = credential_ids(run.profile(), run.job.kind)};
  if (run.job.kind == Kind::Renew) question.sends.emplace_back("certificate");
  if (!needs_credentials(run.entry)) question.sends.clear();
  if (!run.observer.ask(question).yes) return Error(ErrorCode::Cancelled, "consent was not given");
  return {};
}

namespace {

Status install(Run& run, const profile::Root& root, const Der& der) {
  const auto record = x509::parse_certificate(der);
  if (!record) return record.error();
  const RootQuestion question{root.name, root.store, *record, root.sha256, root.sha1};
  if (!run.observer.ask(question).yes) return Error(ErrorCode::RootRefused).with("name", root.name);
  run.observer.on_event(SystemMayAsk{SystemMayAsk::What::RootInstall});
  run.observer.on_point("roots.before");
  auto& roots = *run.parts.stores.roots;
  Status added = root.store == "machine" ? roots.add_for_machine(der) : roots.add(der);
  if (!added) return Error(added.error()).with("name", root.name);
  run.observer.on_point("roots.done");
  return {};
}

void keep_root(Run& run, const profile::Root& root, const Der& der) {
  run.roots_seen.push_back(der);
  if (is_anchor(run.profile(), root)) run.anchors.push_back(der);
}

// Nothing is installed when one of them is not what its pin says; what is only missing matters when the new
// certificate could not be checked, or its server not be trusted, without it.
Status judge_rest(Run& run, const profile::Root& root, const RootVerdict& verdict) {
  switch (verdict.kind) {
    case RootVerdict::Kind::Differs:
      return Error(ErrorCode::RootDiffers)
          .with("name", root.name)
          .with("pinned", root.sha256.empty() ? root.sha1 : root.sha256)
          .with("found", verdict.found_sha256);
    case RootVerdict::Kind::NotPinned: {
      Error error = Error(ErrorCode::RootNotPinned).with("name", root.name).with("profile", run.profile().id);
      if (root.use == "client") return error;
      run.note(std::move(error));
      return {};
    }
    case RootVerdict::Kind::Missing: {
      Error error = Error(ErrorCode::CertificateNotObtained).with("reason", "root_missing").with("name", root.name);
      if (root.use == "client") return error;
      run.note(std::move(error));
      return {};
    }
    default:
      return {};
  }
}

}  // namespace

Status install_roots(Run& run) {
  const auto& roots = run.profile().roots;
  const auto installed = run.parts.stores.roots->list();
  if (!installed) return installed.error();
  auto offered = read_roots_beside(run.profile());
  if (!offered) return offered.error();
  std::vector<RootVerdict> verdicts;
  bool ask_ra = false;
  for (const auto& root : roots) {
    verdicts.push_back(judge_root(root, *installed, *offered));
    const RootVerdict& verdict = verdicts.back();
    if (!verdict.der.empty()) keep_root(run, root, verdict.der);
    ask_ra = ask_ra || verdict.kind == RootVerdict::Kind::Missing;
  }
  if (ask_ra) {
    auto ra = ra_of(run);
    if (!ra) return ra.error();
    auto served = (*ra)->roots(run.stop);
    if (!served) return served.error();
    run.roots_seen.insert(run.roots_seen.end(), served->begin(), served->end());
    offered->insert(offered->end(), served->begin(), served->end());
    for (std::size_t i = 0; i < roots.size(); ++i) verdicts[i] = judge_root(roots[i], *installed, *offered);
  }
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (Status good = judge_rest(run, roots[i], verdicts[i]); !good) return good;
  }
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (verdicts[i].kind != RootVerdict::Kind::Offer) continue;
    if (Status done = install(run, roots[i], verdicts[i].der); !done) return done;
    keep_root(run, roots[i], verdicts[i].der);
  }
  return {};
}

}  // namespace kigen::renewal

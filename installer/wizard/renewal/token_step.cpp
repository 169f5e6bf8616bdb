// What a job on a token does beside the steps that every job has.
#include <algorithm>

#include "common/base/hex.h"
#include "common/est/clean_text.h"
#include "installer/wizard/renewal/run.h"
#include "installer/wizard/renewal/token_finder.h"
#include "installer/wizard/renewal/token_holder.h"
#include "installer/wizard/renewal/token_login.h"

namespace kigen::renewal {
namespace {

const profile::Token& rules_of(const Run& run) {
  return *run.profile().token;
}

const Entry* interrupted(const Run& run) {
  return run.candidates.empty() ? nullptr : &run.candidates.front();
}

TokenFinder::Wanted wanted_by(const Run& run) {
  const Entry* left = interrupted(run);
  if (left != nullptr) return {left->token_serial, std::nullopt, left->token_label};
  return {run.job.token_serial, run.job.kind == Kind::Renew ? run.job.old : std::nullopt, {}};
}

// The last step of a job takes the old pair away where the profile wants that: it may be gone when the job goes on.
bool old_may_be_gone(const Run& run) {
  const Entry* left = interrupted(run);
  return left != nullptr && left->next >= Step::Supersede;
}

Status find_old_on_token(Run& run) {
  Status found = find_old(run);
  const bool gone = !found && found.error().code == ErrorCode::NoRenewableCertificate;
  return gone && old_may_be_gone(run) ? Status() : found;
}

bool still_sets_pin(const Run& run) {
  const Entry* left = interrupted(run);
  const bool wanted = run.job.kind == Kind::Issue && rules_of(run).pin == "set";
  return left == nullptr ? wanted : left->sets_pin && left->next <= Step::SetPin;
}

// The PIN may be the user's since the run that was interrupted: only the user can tell.
bool may_have_set_pin(const Run& run) {
  const Entry* left = interrupted(run);
  return left != nullptr && left->sets_pin &&
         (left->next > Step::SetPin || (left->next == Step::SetPin && left->begun));
}

// E13: nothing is issued to a token that holds what would be issued.
Status check_vacant(Run& run) {
  if (run.job.kind == Kind::Renew || interrupted(run) != nullptr) return {};
  keys::pkcs11::Token& token = *run.vault.token();
  const auto content = token.content();
  if (!content) return content.error();
  const auto held = valid_certificate(*content, run.job.profile, run.now());
  if (!held) return {};
  return Error(ErrorCode::TokenHoldsCertificate).with("serial", token.info().serial).with("thumbprint", to_hex(*held));
}

// All that can be known without the PIN, so that none is asked for in vain.
Status check_before_login(Run& run) {
  const auto& info = run.vault.token()->info();
  if (info.write_protected) {
    return Error(ErrorCode::TokenCannotDo).with("serial", info.serial).with("system", "write-protected");
  }
  if (Status found = find_old_on_token(run); !found) return found;
  if (still_sets_pin(run) && run.job.new_pin.empty() && !info.pin_pad) {
    return Error(ErrorCode::InvalidArgument).with("argument", "new_pin").with("reason", "missing");
  }
  return check_vacant(run);
}

Status log_in_to_token(Run& run) {
  LoginRules rules{.pin_tries = rules_of(run).pin_tries, .initial_pin = {}};
  const bool is_users = run.job.pin_is_users || may_have_set_pin(run);
  if (run.job.kind == Kind::Issue && !is_users) rules.initial_pin = rules_of(run).initial_pin;
  auto pin = log_in(*run.vault.token(), rules, run.observer, run.stop);
  if (!pin) return pin.error();
  if (still_sets_pin(run)) run.current_pin = *std::move(pin);
  return {};
}

Result<TokenPtr> find_token(Run& run) {
  const TokenFinder finder{rules_of(run), run.parts.token_workers, run.stop};
  TokenFinder::Wanted wanted = wanted_by(run);
  const auto in_pc = wanted.old ? run.parts.stores.personal->find(*wanted.old)
                                : Result<keys::StoredCertificate>(Error(ErrorCode::NotFound));
  if (in_pc && in_pc->key) {
    // A driver may show what is on the token there; else the certificate moves to the token with this renewal.
    auto holder = finder.open(wanted);
    if (!holder || *holder) return holder;
    wanted.old.reset();
  }
  return finder.open_or_ask(wanted, run.observer);
}

}  // namespace

Status take_token(Run& run) {
  auto token = find_token(run);
  if (!token) return token.error();
  run.vault = Vault(*std::move(token));
  if (Status good = check_before_login(run); !good) return good;
  if (Status in = log_in_to_token(run); !in) return in;
  // From here on calls are short but for the making of a key, and what was begun is taken back on the token: a stop
  // ends the job between the calls, not within one.
  run.vault.token()->set_stop({});
  // Once more: many cards show keys only now.
  if (Status found = find_old_on_token(run); !found) return found;
  if (Status vacant = check_vacant(run); !vacant) return vacant;
  return open_entry(run);
}

Status check_holder(Run& run) {
  const profile::Token& rules = rules_of(run);
  const bool asks = !rules.holder_url.empty() && (run.job.kind == Kind::Issue || rules.must_be_registered);
  if (!asks || !needs_credentials(run.entry)) return {};
  run.step = Step::Token;
  const std::string serial = run.vault.token()->info().serial;
  auto options = connect_options(run, false);
  if (!options) return options.error();
  const auto holder = ask_holder(rules, serial, *std::move(options), run.parts.get, run.stop);
  if (!holder) return holder.error();
  run.holder_name = holder->name;
  // What it holds may be what this job was issued and did not get.
  const bool may_be_ours = run.entry.lost > 0 || run.entry.ask_again.has_value();
  if (run.job.kind == Kind::Renew || !holder->holds_certificate || may_be_ours) return {};
  return Error(ErrorCode::TokenHoldsCertificate).with("serial", serial);
}

// What is typed on a pad nobody sees: after a run that ended in the middle of it the PIN is set once more, over
// whichever the token has.
Status set_pin_on_pad(Run& run) {
  run.observer.on_event(NewPinOnReader{});
  return run.vault.token()->change_pin({}, {});
}

// A run that ended in the middle of it leaves one of two PINs. The one that opened the token this time tells which: it
// is the initial one, or the user's own.
Status set_pin(Run& run) {
  if (run.vault.token()->info().pin_pad) return set_pin_on_pad(run);
  const std::string& initial = rules_of(run).initial_pin;
  const std::string_view current = run.current_pin.view();
  const bool is_set = may_have_set_pin(run) && !current.empty() &&
                      (current == run.job.new_pin.view() || (!initial.empty() && current != initial));
  Status done = is_set ? Status() : run.vault.token()->change_pin(run.current_pin, run.job.new_pin);
  if (done) run.current_pin.clear();
  return done;
}

Status finish_on_token(Run& run) {
  if (run.entry.place != Place::Token) return {};
  // A driver that shows the token's certificates in the user's store names them all alike (T10).
  const Status named = run.parts.stores.personal->set_friendly_name(run.entry.issued, run.friendly_name);
  if (!named && named.error().code != ErrorCode::NotFound) run.note(named.error());
  const bool on_token = run.old_vault.token() != nullptr;
  if (!run.job.old || !on_token || rules_of(run).old_pair != "remove") return {};
  Status removed = keys::pkcs11::remove_pair(*run.vault.token(), *run.job.old);
  return !removed && removed.error().code == ErrorCode::NotFound ? Status() : removed;
}

std::string token_label(std::string_view pattern, const std::map<std::string, std::string, std::less<>>& values) {
  constexpr std::size_t kLongest = 128;
  std::string label;
  while (!pattern.empty()) {
    const auto one = std::ranges::find_if(values, [&](const auto& value) { return pattern.starts_with(value.first); });
    label += one == values.end() ? std::string(1, pattern.front()) : one->second;
    pattern.remove_prefix(one == values.end() ? 1 : one->first.size());
  }
  return est::clean_text(label, kLongest);
}

Status abandon_on_token(const EngineParts& parts, const Journal& journal, const Entry& entry, Observer& observer,
                        const std::stop_token& stop) {
  if (!touches_token(entry) || entry.next > Step::Prove) return journal.remove(entry.id);
  profile::Token rules;
  rules.modules = {entry.token_module};
  const TokenFinder finder{rules, parts.token_workers, stop};
  auto token = finder.open_or_ask({entry.token_serial, std::nullopt, entry.token_label}, observer);
  // Lost, says the user. Should it turn up, what the job left on it goes with the next login.
  if (!token && token.error().code == ErrorCode::TokenNotFound) return journal.give_up(entry);
  if (!token) return token.error();
  if (auto pin = log_in(**token, {}, observer, stop); !pin) return pin.error();
  (*token)->set_stop({});
  return take_back(Vault(*std::move(token)), journal, entry);
}

}  // namespace kigen::renewal

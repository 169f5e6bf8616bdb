#include "service/app/renewals.h"

#include <algorithm>
#include <set>

#include "common/base/hex.h"
#include "common/profile/matcher.h"

namespace kigen::app {
namespace {

using unattended::Ended;
using unattended::Plan;

/// The plan of a certificate that was renewed: it is not renewed a second time, whatever the inventory still says.
constexpr Instant kNever = check::kForGood;
/// More than anybody has; what a user reports beyond it is warned of, not planned.
constexpr std::size_t kMaxPlansPerOwner = 200;

db::RenewalRow to_row(const QuietKey& key, const Plan& plan) {
  return {.owner = key.owner,
          .certificate = key.certificate,
          .at = plan.at,
          .missed = plan.missed,
          .failures = plan.failures,
          .begun = plan.begun};
}

int bounded(std::int64_t count) {
  return static_cast<int>(std::clamp<std::int64_t>(count, 0, 1'000'000));
}

bool wants_renewal(const AttentionItem& item, const std::string& owner, Instant now, const LocalCalendar& calendar) {
  if (!item.facts.unattended || !item.in_user_store || owner == inventory::kMachineOwner) return false;
  const auto status = check::status_of(item.facts, now, calendar);
  return status == check::CertificateStatus::Due || status == check::CertificateStatus::Expired;
}

Ended ended_with(const db::AttemptRow& attempt, ErrorCode code) {
  if (code == ErrorCode::RenewalWaiting || code == ErrorCode::RenewalRunning) return Ended::Waiting;
  return attempt.next_attempt ? Ended::Failed : Ended::Hopeless;
}

}  // namespace

Renewals::Renewals(const Context& context, DatabaseThread& database, inventory::Inventory& store, RenewalsHost& host)
    : context_(context), database_(database), store_(store), host_(host) {}

void Renewals::load(const std::vector<db::RenewalRow>& rows, const db::SipKey& machine) {
  machine_ = machine;
  for (const auto& row : rows) {
    const Plan plan{.at = row.at, .missed = bounded(row.missed), .failures = bounded(row.failures), .begun = row.begun};
    plans_.insert_or_assign(QuietKey{row.owner, row.certificate}, Entry{plan, std::nullopt});
  }
}

unattended::Seed Renewals::seed_of(const Sha256& certificate) const {
  return db::sip_hash(machine_, certificate);
}

unattended::Moment Renewals::moment_of(const QuietKey& key, const unattended::Window& window) const {
  return {window, seed_of(key.certificate), context_.clock.now()};
}

void Renewals::set_attention(const Attention& attention) {
  const Instant now = context_.clock.now();
  for (auto& [key, entry] : plans_) entry.window.reset();
  std::vector<QuietKey> fresh;
  std::map<std::string, std::size_t> plans_of;
  for (const auto& item : attention.items) {
    const std::string& owner = attention.owners[item.owner];
    if (!wants_renewal(item, owner, now, context_.calendar)) continue;
    if (++plans_of[owner] > kMaxPlansPerOwner) continue;
    const QuietKey key{owner, item.certificate};
    const auto window = unattended::window_of(item.facts, context_.calendar);
    const auto [found, made] = plans_.try_emplace(key);
    found->second.window = window;
    if (!made) continue;
    found->second.plan = unattended::make_plan(moment_of(key, window));
    fresh.push_back(key);
  }
  keep(fresh);
  std::vector<QuietKey> over;
  for (const auto& [key, entry] : plans_) {
    // One that is absent for a while (a store that cannot be read) keeps its failures.
    const bool renewed = entry.plan.at == kNever;
    if (!entry.window && (renewed || entry.plan.at < now - std::chrono::days{40})) over.push_back(key);
  }
  end(over);
  advance();
}

// One after the other: each owner's session is asked for one certificate at a time.
std::set<std::string> Renewals::busy_owners() const {
  std::set<std::string> busy;
  for (const auto& [key, entry] : plans_) {
    if (entry.window && entry.plan.begun) busy.insert(key.owner);
  }
  return busy;
}

void Renewals::advance() {
  std::vector<QuietKey> changed;
  std::set<std::string> busy = busy_owners();
  for (auto& [key, entry] : plans_) {
    if (!entry.window) continue;
    const Plan before = entry.plan;
    const auto step = unattended::advance(before, moment_of(key, *entry.window), host_.is_signed_in(key.owner),
                                          busy.contains(key.owner));
    if (step.plan == before) continue;
    entry.plan = step.plan;
    changed.push_back(key);
    if (step.plan.begun) busy.insert(key.owner);
    if (step.plan.begun) context_.log.info("unattended renewal of " + to_hex(key.certificate) + " begins");
    if (step.lost) {
      record_lost(key, *before.begun);
      failed(key, before, Error(ErrorCode::RenewalUnfinished), "");
    }
  }
  if (changed.empty()) return;
  keep(changed);
  host_.on_renewals_changed();
}

void Renewals::reported(const db::AttemptRow& attempt) {
  if (!attempt.certificate || attempt.kind != db::AttemptKind::Renew || attempt.result == db::kAttemptStored) return;
  const QuietKey key{attempt.owner, *attempt.certificate};
  const auto found = plans_.find(key);
  if (found == plans_.end() || !found->second.window) return;
  Entry& entry = found->second;
  const Plan before = entry.plan;
  const auto code = error_code_from_number(attempt.result).value_or(ErrorCode::Internal);
  if (attempt.result == 0 || code == ErrorCode::RenewedElsewhere) {
    if (before.at == kNever) return;  // the same once more, with a note
    entry.plan = {.at = kNever};
    if (attempt.result == 0 && attempt.unattended) tell(key, "notice_renewed", "info", {});
  } else if (attempt.unattended) {
    const Ended ended = ended_with(attempt, code);
    entry.plan = unattended::after(before, moment_of(key, *entry.window), ended, attempt.next_attempt);
    if (ended != Ended::Waiting) failed(key, before, Error(code), attempt.ra_code);
  } else {
    return;  // the user's own attempt: the plan holds
  }
  keep({key});
  advance();
  host_.on_renewals_changed();
}

void Renewals::command_failed(const db::AttemptRow& attempt) {
  if (!attempt.certificate || !attempt.unattended) return;
  tell({attempt.owner, *attempt.certificate}, "notice_command_failed", "warning",
       {{"kgn", kgn(ErrorCode::CommandFailed)}});
}

// The first failure is told, and the one from which on the user is warned: not each of many.
void Renewals::failed(const QuietKey& key, const Plan& before, const Error& error, const std::string& ra_code) {
  const Plan& plan = plans_.at(key).plan;
  const bool warned_now =
      before.failures < unattended::kFailuresUntilWarning && plan.failures >= unattended::kFailuresUntilWarning;
  if (before.failures > 0 && !warned_now) return;
  db::Arguments args{{"kgn", kgn(error.code)}};
  if (!ra_code.empty()) args["ra_code"] = ra_code;
  if (warned_now) return tell(key, "notice_renewal_needs_you", "warning", std::move(args));
  args["again"] = to_rfc3339(plan.at);
  tell(key, "notice_renewal_failed", "warning", std::move(args));
}

void Renewals::record_lost(const QuietKey& key, Instant begun) {
  db::AttemptRow attempt;
  attempt.owner = key.owner;
  attempt.certificate = key.certificate;
  attempt.unattended = true;
  attempt.started = begun;
  attempt.ended = context_.clock.now();
  attempt.result = static_cast<int>(ErrorCode::RenewalUnfinished);
  database_.run([this, attempt] { return store_.ledger().add_attempt(attempt); },
                [this](const Status& kept) {
                  if (!kept) context_.log.write(platform::LogLevel::Warning, "an attempt was not kept", kept.error());
                });
}

void Renewals::tell(const QuietKey& key, const std::string& code, const std::string& severity, db::Arguments args) {
  db::NoticeRow notice;
  notice.at = context_.clock.now();
  notice.severity = severity;
  notice.owner = key.owner;
  notice.code = code;
  notice.args = std::move(args);
  notice.certificate = key.certificate;
  database_.run(
      [this, notice, view = host_.view()]() mutable -> Result<db::NoticeRow> {
        // The names, by which people know their certificates; one that is gone already is told without.
        if (const auto entry = store_.find(to_hex(*notice.certificate), {.all = true, .sid = {}})) {
          const auto profile = view.profile_of(*entry);
          notice.args["name"] = profile ? profile::identifier(*profile, entry->record.subject)
                                        : profile::identifier(entry->record.subject);
          if (profile) notice.args["profile_ja"] = profile->name.ja;
          if (profile) notice.args["profile_en"] = profile->name.en;
        }
        const auto id = store_.ledger().add_notice(notice);
        if (!id) return id.error();
        return notice;
      },
      [this](const Result<db::NoticeRow>& told) {
        if (!told) return context_.log.write(platform::LogLevel::Warning, "a notice was not kept", told.error());
        const auto argument = [&told](std::string_view name) {
          const auto found = told->args.find(name);
          return found == told->args.end() ? std::string{} : found->second;
        };
        if (told->code == "notice_renewed") {
          context_.events.report(host::EventId::CertificateRenewed, {argument("name"), told->owner});
        } else {
          context_.events.report(host::EventId::RenewalFailed, {argument("name"), argument("kgn"), told->owner});
        }
        host_.on_renewals_changed();
      });
}

Unattended Renewals::unattended(const std::string& sid) const {
  const Instant now = context_.clock.now();
  Unattended mine;
  for (const auto& [key, entry] : plans_) {
    if (key.owner != sid || !entry.window) continue;
    if (unattended::is_calm(entry.plan, *entry.window, now)) mine.calm.insert(key.certificate);
    if (entry.plan.begun) mine.under_way.emplace_back(key.certificate, *entry.plan.begun);
  }
  return mine;
}

std::optional<PlannedRenewal> Renewals::planned(const std::string& owner, const Sha256& certificate,
                                                const check::Facts& facts) const {
  const Instant now = context_.clock.now();
  const auto found = plans_.find(QuietKey{owner, certificate});
  if (found != plans_.end() && found->second.window) {
    const auto& [plan, window] = found->second;
    if (plan.at == kNever) return std::nullopt;
    return PlannedRenewal{.at = plan.at,
                          .under_way = plan.begun.has_value(),
                          .waits_for_user = !plan.begun && plan.at <= now && !host_.is_signed_in(owner),
                          .calm = unattended::is_calm(plan, *window, now),
                          .warns = window->warns};
  }
  const bool ahead = check::status_of(facts, now, context_.calendar) == check::CertificateStatus::Valid;
  if (!facts.unattended || !ahead) return std::nullopt;
  const auto window = unattended::window_of(facts, context_.calendar);
  return PlannedRenewal{
      .at = unattended::first_moment(window, seed_of(certificate)), .calm = true, .warns = window.warns};
}

std::optional<Instant> Renewals::next_attempt(const std::string& owner, const Sha256& certificate) const {
  const auto found = plans_.find(QuietKey{owner, certificate});
  if (found == plans_.end() || !found->second.window || found->second.plan.at == kNever) return std::nullopt;
  return found->second.plan.at;
}

std::optional<Instant> Renewals::earliest_wake() const {
  const Instant now = context_.clock.now();
  std::optional<Instant> earliest;
  const std::set<std::string> busy = busy_owners();
  for (const auto& [key, entry] : plans_) {
    if (!entry.window) continue;
    const auto wake =
        unattended::wake_at(entry.plan, *entry.window, now, host_.is_signed_in(key.owner), busy.contains(key.owner));
    if (wake && (!earliest || *wake < *earliest)) earliest = wake;
  }
  return earliest;
}

void Renewals::keep(const std::vector<QuietKey>& changed) {
  if (changed.empty()) return;
  std::vector<db::RenewalRow> rows;
  rows.reserve(changed.size());
  for (const auto& key : changed) rows.push_back(to_row(key, plans_.at(key).plan));
  database_.run([this, rows = std::move(rows)] { return store_.ledger().set_renewals(rows); },
                [this](const Status& kept) {
                  if (!kept) context_.log.write(platform::LogLevel::Warning, "a plan was not kept", kept.error());
                });
}

void Renewals::end(const std::vector<QuietKey>& ended) {
  if (ended.empty()) return;
  std::vector<std::pair<std::string, Sha256>> keys;
  for (const auto& key : ended) {
    plans_.erase(key);
    keys.emplace_back(key.owner, key.certificate);
  }
  database_.run([this, keys = std::move(keys)] { return store_.ledger().end_renewals(keys); },
                [this](const Status& kept) {
                  if (!kept) context_.log.write(platform::LogLevel::Warning, "a plan was not ended", kept.error());
                });
}

}  // namespace kigen::app

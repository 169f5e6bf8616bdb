// The part of Boards that keeps the users' wishes not to see a warning for a while.
#include <algorithm>

#include "service/app/boards.h"

namespace kigen::app {
namespace {

check::Quiet to_quiet(const db::QuietRow& row) {
  return {.set_at = row.set_at,
          .quiet_until = row.until,
          .kind = row.kind == db::QuietKind::Closed ? check::QuietKind::Closed : check::QuietKind::Snoozed,
          .anchor = row.anchor};
}

db::QuietRow to_row(const QuietKey& key, const check::Quiet& quiet) {
  return {.owner = key.owner,
          .certificate = key.certificate,
          .set_at = quiet.set_at,
          .until = quiet.quiet_until,
          .kind = quiet.kind == check::QuietKind::Closed ? db::QuietKind::Closed : db::QuietKind::Snoozed,
          .anchor = quiet.anchor};
}

}  // namespace

void Boards::load_quiet(const std::vector<db::QuietRow>& rows) {
  for (const auto& row : rows) quiet_.insert_or_assign(QuietKey{row.owner, row.certificate}, to_quiet(row));
}

std::optional<check::Quiet> Boards::quiet_of(const std::string& sid, const Sha256& certificate) const {
  const auto found = quiet_.find({sid, certificate});
  return found == quiet_.end() ? std::nullopt : std::optional(found->second);
}

void Boards::snooze(const pipe::Caller& caller, const std::vector<Sha256>& certificates, check::Snooze until,
                    Done done) {
  const Instant now = context_.clock.now();
  std::vector<std::pair<QuietKey, std::optional<check::Quiet>>> changed;
  for (const auto& item : attention_.items) {
    if (std::find(certificates.begin(), certificates.end(), item.certificate) == certificates.end()) continue;
    const std::string& owner = attention_.owners[item.owner];
    if (owner != caller.sid && owner != inventory::kMachineOwner) continue;
    changed.emplace_back(QuietKey{caller.sid, item.certificate},
                         check::snooze_warning(until, item.facts, now, host_.next_check(), context_.calendar));
  }
  store_quiet(changed);
  if (!changed.empty()) invalidate();
  with_board(caller, std::move(done));
}

void Boards::end_closed(const pipe::Caller& caller) {
  std::vector<std::pair<QuietKey, std::optional<check::Quiet>>> changed;
  for (const auto& [key, quiet] : quiet_) {
    if (key.owner == caller.sid && check::ends_on_demand(quiet)) changed.emplace_back(key, std::nullopt);
  }
  store_quiet(changed);
}

void Boards::bring_forward(Instant next_check) {
  std::vector<std::pair<QuietKey, std::optional<check::Quiet>>> changed;
  for (const auto& [key, quiet] : quiet_) {
    const auto moved = check::with_earlier_check(quiet, next_check);
    if (moved != quiet) changed.emplace_back(key, moved);
  }
  store_quiet(changed);
}

void Boards::store_quiet(const std::vector<std::pair<QuietKey, std::optional<check::Quiet>>>& changed) {
  if (changed.empty()) return;
  std::vector<db::QuietRow> set;
  std::vector<QuietKey> ended;
  for (const auto& [key, quiet] : changed) {
    if (quiet) {
      quiet_.insert_or_assign(key, *quiet);
      set.push_back(to_row(key, *quiet));
    } else {
      quiet_.erase(key);
      ended.push_back(key);
    }
  }
  database_.run(
      [this, set = std::move(set), ended = std::move(ended)]() -> Status {
        for (const auto& key : ended) {
          if (Status cleared = store_.ledger().end_quiet(key.owner, key.certificate); !cleared) return cleared;
        }
        return set.empty() ? Status{} : store_.ledger().set_quiet(set);
      },
      [this](const Status& stored) {
        if (!stored) context_.log.write(platform::LogLevel::Warning, "a quiet time was not stored", stored.error());
      });
}

// A clock that was set back is seen by every quiet, also of certificates that want no attention at the moment.
void Boards::anchor_quiet() {
  const Instant now = context_.clock.now();
  std::vector<std::pair<QuietKey, std::optional<check::Quiet>>> changed;
  for (const auto& [key, quiet] : quiet_) {
    const auto seen = check::standing(check::Subject{}, quiet, now, context_.calendar);
    if (seen.changed) changed.emplace_back(key, seen.quiet);
  }
  store_quiet(changed);
}

}  // namespace kigen::app

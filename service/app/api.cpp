#include "service/app/api.h"

#include <algorithm>

#include "common/base/hex.h"
#include "service/app/attempts.h"
#include "service/app/report.h"

namespace kigen::app {
namespace {

constexpr std::size_t kMaxUnreadableShown = 500;

ipc::ListResult to_page(const View& view, const inventory::ListPage& page, const std::vector<std::string>& statuses,
                        Instant now) {
  ipc::ListResult result;
  result.next_cursor = page.next_cursor;
  result.items.reserve(page.items.size());
  for (const auto& entry : page.items) {
    auto summary = view.summary(entry, now);
    const bool wanted =
        statuses.empty() || std::find(statuses.begin(), statuses.end(), summary.status) != statuses.end();
    if (wanted) result.items.push_back(std::move(summary));
  }
  return result;
}

/// The first instant that is no longer within `days` local days from today.
Instant end_of_days(const LocalCalendar& calendar, Instant now, std::int64_t days) {
  constexpr std::int64_t kMost = 36'500;
  return calendar.start_of(calendar.date_of(now) + std::chrono::days{std::clamp(days, -kMost, kMost) + 1});
}

std::optional<Sha256> to_sha256(std::string_view hex) {
  const auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != Sha256{}.size()) return std::nullopt;
  Sha256 value{};
  std::copy(bytes->begin(), bytes->end(), value.begin());
  return value;
}

}  // namespace

template <class T, class Work>
void Api::ask(Work work, pipe::Reply<T> reply) {
  engine_.database_->run(std::move(work), [this, reply = std::move(reply)](Result<T> answer) {
    if (!answer) engine_.watch_incident(answer.error());
    reply(std::move(answer));
  });
}

void Api::status(const pipe::Caller& caller, pipe::Reply<ipc::StatusResult> reply) {
  engine_.boards_->with_board(caller, [reply = std::move(reply)](Result<Board> board) {
    if (!board) return reply(board.error());
    reply(std::move(board->status));
  });
}

void Api::subscribe(const pipe::Caller& caller, pipe::Reply<ipc::StatusResult> reply) {
  status(caller, std::move(reply));
  engine_.boards_->subscribe(caller);
}

void Api::list(const pipe::Caller& caller, ipc::ListParams params, pipe::Reply<ipc::ListResult> reply) {
  const Instant now = engine_.context_.clock.now();
  inventory::ListQuery query;
  query.viewer = viewer_of(caller);
  query.cursor = params.cursor;
  query.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(params.limit, 1, 1000));
  const auto asks_for = [&params](std::string_view status) {
    return std::find(params.statuses.begin(), params.statuses.end(), status) != params.statuses.end();
  };
  if (params.due_within_days) {
    query.not_after_before = end_of_days(engine_.context_.calendar, now, *params.due_within_days);
    query.superseded = asks_for("superseded");
  }
  query.gone = asks_for("gone");
  const bool with_unreadable = params.cursor.empty() && !params.due_within_days && params.statuses.empty();
  ask<ipc::ListResult>(
      [this, query = std::move(query), statuses = std::move(params.statuses), with_unreadable, view = engine_.view(),
       now]() -> Result<ipc::ListResult> {
        const auto page = engine_.inventory_->list(query);
        if (!page) return page.error();
        ipc::ListResult result = to_page(view, *page, statuses, now);
        if (!with_unreadable) return result;
        const auto unreadable = engine_.inventory_->unreadable(query.viewer, kMaxUnreadableShown);
        if (!unreadable) return unreadable.error();
        for (const auto& entry : *unreadable) result.unreadable.push_back(to_message(entry));
        return result;
      },
      std::move(reply));
}

void Api::get(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<ipc::CertificateDetail> reply) {
  ask<ipc::CertificateDetail>(
      [this, params = std::move(params), viewer = viewer_of(caller), view = engine_.view(),
       now = engine_.context_.clock.now()]() -> Result<ipc::CertificateDetail> {
        const auto entry = engine_.inventory_->find(params.thumbprint, viewer);
        if (!entry) return entry.error();
        ipc::CertificateDetail detail = view.detail(*entry, now);
        if (Status known = add_attempts(detail, *engine_.inventory_, *entry); !known) return known.error();
        return detail;
      },
      std::move(reply));
}

void Api::explain(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<ipc::Explanation> reply) {
  ask<ipc::Explanation>(
      [this, params = std::move(params), caller, view = engine_.view(), next_check = engine_.next_check(),
       quiet = engine_.boards_->quiet(), now = engine_.context_.clock.now()]() -> Result<ipc::Explanation> {
        const auto entry = engine_.inventory_->find(params.thumbprint, viewer_of(caller));
        if (!entry) return entry.error();
        ipc::Explanation explanation;
        explanation.certificate = view.detail(*entry, now);
        if (Status known = add_attempts(explanation.certificate, *engine_.inventory_, *entry); !known) {
          return known.error();
        }
        explanation.last = to_reason(explanation.certificate.last_attempt);
        check::ExplainInput input;
        input.subject = {view.facts(*entry), std::any_of(entry->places.begin(), entry->places.end(),
                                                         [](const auto& place) { return is_actionable(place); })};
        input.has_private_key = entry->has_private_key();
        input.superseded_by = explanation.certificate.superseded_by;
        if (const auto profile = view.profile_of(*entry)) {
          input.profile = {profile->id, profile->name.ja, profile->name.en};
        }
        const auto wish = quiet->find({caller.sid, entry->record.sha256});
        if (wish != quiet->end()) input.quiet = wish->second;
        input.next_check = next_check;
        auto explained = check::explain(input, now, *view.calendar);
        explanation.why = std::move(explained.why);
        explanation.next = std::move(explained.next);
        return explanation;
      },
      std::move(reply));
}

void Api::run_check(const pipe::Caller& caller, pipe::Reply<ipc::CheckRun> reply) {
  engine_.boards_->end_closed(caller);
  engine_.happened(check::Trigger::OnDemand, std::move(reply));
}

void Api::check_history(const pipe::Caller& caller, ipc::HistoryParams params, pipe::Reply<ipc::HistoryResult> reply) {
  (void)caller;
  const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(params.limit, 1, 1000));
  ask<ipc::HistoryResult>(
      [this, limit]() -> Result<ipc::HistoryResult> {
        const auto rows = engine_.inventory_->ledger().checks(limit);
        if (!rows) return rows.error();
        ipc::HistoryResult result;
        for (const auto& row : *rows) result.runs.push_back(to_message(row));
        return result;
      },
      std::move(reply));
}

void Api::report(const pipe::Caller& caller, ipc::ReportParams params, pipe::Reply<ipc::ReportResult> reply) {
  auto snapshot = to_snapshot(caller, params);
  if (!snapshot) return reply(snapshot.error());
  engine_.database_->run(
      [this, snapshot = std::move(*snapshot), now = engine_.context_.clock.now()] {
        return engine_.inventory_->apply_snapshot(snapshot, now);
      },
      [this, reply = std::move(reply)](const Result<inventory::SnapshotResult>& applied) {
        if (!applied) {
          engine_.watch_incident(applied.error());
          return reply(applied.error());
        }
        ipc::ReportResult result;
        result.accepted = applied->accepted;
        for (const auto& hash : applied->need) result.need.push_back(to_hex(hash));
        reply(std::move(result));
        if (applied->changed) engine_.on_inventory_changed();
      });
}

void Api::list_notices(const pipe::Caller& caller, ipc::NoticesParams params, pipe::Reply<ipc::NoticesResult> reply) {
  const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(params.limit, 1, 1000));
  // Notices are a person's: an administrator reads their own and the machine's, not everybody's.
  const inventory::Viewer viewer{.all = false, .sid = caller.sid};
  ask<ipc::NoticesResult>(
      [this, viewer, limit, unread_only = params.unread_only]() -> Result<ipc::NoticesResult> {
        const auto rows = engine_.inventory_->ledger().notices(viewer, unread_only, limit);
        if (!rows) return rows.error();
        const auto unread = engine_.inventory_->ledger().unread_notices(viewer);
        if (!unread) return unread.error();
        ipc::NoticesResult result;
        result.unread = *unread;
        for (const auto& row : *rows) result.items.push_back(to_message(row));
        return result;
      },
      std::move(reply));
}

void Api::read_notices(const pipe::Caller& caller, ipc::NoticesReadParams params,
                       pipe::Reply<ipc::UnreadResult> reply) {
  const inventory::Viewer viewer{.all = false, .sid = caller.sid};
  ask<ipc::UnreadResult>(
      [this, viewer, params = std::move(params)]() -> Result<ipc::UnreadResult> {
        auto& ledger = engine_.inventory_->ledger();
        const Status marked = params.all ? ledger.mark_all_read(viewer) : ledger.mark_read(viewer, params.ids);
        if (!marked) return marked.error();
        const auto unread = ledger.unread_notices(viewer);
        if (!unread) return unread.error();
        return ipc::UnreadResult{*unread};
      },
      [this, reply = std::move(reply)](Result<ipc::UnreadResult> result) {
        engine_.boards_->invalidate();
        reply(std::move(result));
      });
}

void Api::reply_with_warnings(Result<Board> board, const pipe::Reply<ipc::WarningList>& reply) {
  if (!board) return reply(board.error());
  reply(std::move(board->warnings));
}

void Api::get_warnings(const pipe::Caller& caller, pipe::Reply<ipc::WarningList> reply) {
  engine_.boards_->with_board(
      caller, [this, reply = std::move(reply)](Result<Board> board) { reply_with_warnings(std::move(board), reply); });
}

void Api::snooze(const pipe::Caller& caller, ipc::SnoozeParams params, pipe::Reply<ipc::WarningList> reply) {
  const auto until = check::snooze_from_string(params.until);
  if (!until) {
    return reply(
        Error(ErrorCode::PipeBadParameters).with("field", "until").with("allowed", "1h, tomorrow, next_check"));
  }
  std::vector<Sha256> certificates;
  for (const auto& thumbprint : params.thumbprints) {
    const auto hash = to_sha256(thumbprint);
    if (!hash) return reply(Error(ErrorCode::PipeBadParameters).with("field", "thumbprints"));
    certificates.push_back(*hash);
  }
  engine_.boards_->snooze(caller, certificates, *until, [this, reply = std::move(reply)](Result<Board> board) {
    reply_with_warnings(std::move(board), reply);
  });
}

void Api::wizard_started(const pipe::Caller& caller, ipc::ThumbprintParams params,
                         pipe::Reply<ipc::WarningList> reply) {
  snooze(caller, {.thumbprints = {std::move(params.thumbprint)}, .until = "next_check"}, std::move(reply));
}

void Api::report_attempt(const pipe::Caller& caller, ipc::AttemptParams params, pipe::Reply<ipc::AttemptResult> reply) {
  const Instant now = engine_.context_.clock.now();
  auto attempt = to_attempt(params, now);
  if (!attempt) return reply(attempt.error());
  ask<ipc::AttemptResult>(
      [this, attempt = std::move(*attempt), caller]() -> Result<ipc::AttemptResult> {
        return keep_attempt(*engine_.inventory_, caller, attempt);
      },
      std::move(reply));
}

// --- Settings and profiles -------------------------------------------------------------------------------------------

ipc::SettingValue Api::setting(const settings::Definition& definition) const {
  const auto& value = engine_.configuration_.current().value(definition.key);
  return {.key = std::string(definition.key),
          .value = value.text,
          .origin = std::string(settings::to_string(value.origin)),
          .allowed = settings::allowed(definition),
          .locked = value.locked()};
}

void Api::get_settings(const pipe::Caller& caller, pipe::Reply<ipc::SettingsResult> reply) {
  (void)caller;
  ipc::SettingsResult result;
  for (const auto& definition : settings::schema()) result.values.push_back(setting(definition));
  for (const auto& diagnostic : engine_.configuration_.store().problems()) result.problems.push_back(diagnostic.error);
  reply(std::move(result));
}

void Api::set_setting(const pipe::Caller& caller, ipc::SettingSetParams params, pipe::Reply<ipc::SettingValue> reply) {
  auto& store = engine_.configuration_.store();
  const auto canonical = store.check_set(params.key, params.value, caller.administrator);
  if (!canonical) return reply(canonical.error());
  // On the disk first, in force then: what was acknowledged survives anything.
  engine_.database_->run(
      [this, key = params.key, value = *canonical] { return engine_.inventory_->ledger().set_setting(key, value); },
      [this, key = params.key, value = *canonical, administrator = caller.administrator,
       reply = std::move(reply)](const Status& stored) {
        if (!stored) {
          engine_.watch_incident(stored.error());
          return reply(stored.error());
        }
        const auto set = engine_.configuration_.store().set(key, value, administrator);
        if (!set) return reply(set.error());
        after_setting(key);
        reply(setting(*settings::find(key)));
      });
}

void Api::reset_setting(const pipe::Caller& caller, ipc::SettingKeyParams params,
                        pipe::Reply<ipc::SettingValue> reply) {
  const auto* definition = settings::find(params.key);
  if (definition == nullptr) return reply(settings::unknown_setting(params.key));
  const auto& value = engine_.configuration_.current().value(params.key);
  if (const auto allowed = engine_.configuration_.store().check_set(params.key, value.text, caller.administrator);
      !allowed) {
    return reply(allowed.error());
  }
  engine_.database_->run([this, key = params.key] { return engine_.inventory_->ledger().reset_setting(key); },
                         [this, definition, key = params.key, administrator = caller.administrator,
                          reply = std::move(reply)](const Status& stored) {
                           if (!stored) {
                             engine_.watch_incident(stored.error());
                             return reply(stored.error());
                           }
                           const Status reset = engine_.configuration_.store().reset(key, administrator);
                           if (!reset) return reply(reset.error());
                           after_setting(key);
                           reply(setting(*definition));
                         });
}

void Api::after_setting(const std::string& key) {
  engine_.context_.log.info("setting " + key + " is now " + engine_.configuration_.current().value(key).text);
  ConfigurationChange change;
  change.settings = true;
  engine_.configuration_changed(change);
}

void Api::list_profiles(const pipe::Caller& caller, pipe::Reply<ipc::ProfilesResult> reply) {
  (void)caller;
  ipc::ProfilesResult result;
  for (const auto& profile : engine_.configuration_.profiles()->profiles) {
    ipc::ProfileInfo info;
    info.id = profile->id;
    info.name_ja = profile->name.ja;
    info.name_en = profile->name.en;
    info.consequence_ja = profile->consequence.ja;
    info.consequence_en = profile->consequence.en;
    info.identifier_label_ja = profile->identifier_label.ja;
    info.identifier_label_en = profile->identifier_label.en;
    info.support_ja = profile->support.ja;
    info.support_en = profile->support.en;
    info.origin = profile->origin;
    for (const auto& host : profile->preflight) info.hosts.push_back(host.host + ":" + std::to_string(host.port));
    result.profiles.push_back(std::move(info));
  }
  for (const auto& diagnostic : engine_.configuration_.profile_problems()) {
    if (diagnostic.severity == Diagnostic::Severity::Error) result.problems.push_back(diagnostic.error);
  }
  reply(std::move(result));
}

void Api::doctor(const pipe::Caller& caller, pipe::Reply<ipc::DoctorResult> reply) {
  status(caller, [this, reply = std::move(reply)](const Result<ipc::StatusResult>& status) {
    doctor_.examine(
        {.status = status ? std::optional(*status) : std::nullopt,
         .database = status ? std::nullopt : std::optional(status.error()),
         .profiles = engine_.configuration_.profiles(),
         .host_timeout = std::chrono::seconds{engine_.configuration_.current().integer("preflight.timeout_seconds")}},
        reply);
  });
}

}  // namespace kigen::app

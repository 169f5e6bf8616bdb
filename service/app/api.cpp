#include "service/app/api.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/ipc/token_source.h"
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
  engine_.renewals_->advance();  // whose user has signed in can be asked now
  engine_.arm();
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

/// A certificate as it is stored and told; `owner`: of the place from which it can be renewed, "" when there is none.
struct Api::Known {
  inventory::CertificateEntry entry;
  ipc::CertificateDetail detail;
  check::Facts facts;
  std::optional<PlannedRenewal> planned;
};

// The texts come from the database thread; what is planned is known on this one.
void Api::look_up(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<Known> reply) {
  ask<Known>(
      [this, params = std::move(params), viewer = viewer_of(caller), view = engine_.view(),
       now = engine_.context_.clock.now()]() -> Result<Known> {
        auto entry = engine_.inventory_->find(params.thumbprint, viewer);
        if (!entry) return entry.error();
        Known known;
        known.entry = std::move(*entry);
        known.detail = view.detail(known.entry, now);
        known.facts = view.facts(known.entry);
        if (Status told = add_attempts(known.detail, *engine_.inventory_, known.entry); !told) return told.error();
        return known;
      },
      [this, reply = std::move(reply)](Result<Known> known) {
        if (!known) return reply(known.error());
        for (const auto& place : known->entry.places) {
          if (known->planned || place.owner == inventory::kMachineOwner || !place.has_private_key) continue;
          known->planned = engine_.renewals_->planned(place.owner, known->entry.record.sha256, known->facts);
        }
        if (known->planned && !known->planned->under_way) known->detail.next_attempt = known->planned->at;
        reply(std::move(known));
      });
}

void Api::get(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<ipc::CertificateDetail> reply) {
  look_up(caller, std::move(params), [reply = std::move(reply)](Result<Known> known) {
    if (!known) return reply(known.error());
    reply(std::move(known->detail));
  });
}

void Api::explain(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<ipc::Explanation> reply) {
  look_up(caller, std::move(params), [this, sid = caller.sid, reply = std::move(reply)](Result<Known> known) {
    if (!known) return reply(known.error());
    const View view = engine_.view();
    const auto& entry = known->entry;
    check::ExplainInput input;
    input.subject = {known->facts, std::any_of(entry.places.begin(), entry.places.end(),
                                               [](const auto& place) { return is_actionable(place); })};
    input.has_private_key = entry.has_private_key();
    input.superseded_by = known->detail.superseded_by;
    if (const auto* place = entry.token()) {
      input.token =
          check::TokenFacts{ipc::token_serial(place->source).value_or(""), place->token_label, place->token_present};
    }
    if (const auto profile = view.profile_of(entry)) input.profile = {profile->id, profile->name.ja, profile->name.en};
    input.quiet = engine_.boards_->quiet_of(sid, entry.record.sha256);
    input.next_check = engine_.next_check();
    if (const auto& planned = known->planned) {
      input.unattended = {planned->at, planned->under_way, planned->waits_for_user, planned->calm, planned->warns};
    }
    auto explained = check::explain(input, engine_.context_.clock.now(), *view.calendar);
    ipc::Explanation explanation;
    explanation.last = to_reason(known->detail.last_attempt);
    explanation.certificate = std::move(known->detail);
    explanation.why = std::move(explained.why);
    explanation.next = std::move(explained.next);
    reply(std::move(explanation));
  });
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
        if (applied->token_changed) engine_.boards_->invalidate();
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
    const auto hash = array_from_hex<32>(thumbprint);
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
  const db::AttemptRow told = *attempt;
  ask<ipc::AttemptResult>(
      [this, attempt = std::move(*attempt), caller]() -> Result<ipc::AttemptResult> {
        return keep_attempt(*engine_.inventory_, caller, attempt);
      },
      [this, attempt = told, sid = caller.sid, command_failed = params.note == kgn(ErrorCode::CommandFailed),
       reply = std::move(reply)](Result<ipc::AttemptResult> kept) mutable {
        if (!kept) return reply(kept.error());
        attempt.owner = sid;
        engine_.renewals_->reported(attempt);
        if (command_failed) engine_.renewals_->command_failed(attempt);
        // Another one may be superseded now, or no longer.
        const bool elsewhere = error_code_from_number(attempt.result) == ErrorCode::RenewedElsewhere;
        if (attempt.new_certificate || elsewhere) engine_.on_inventory_changed();
        if (attempt.certificate) kept->next_attempt = engine_.renewals_->next_attempt(sid, *attempt.certificate);
        engine_.on_renewals_changed();
        reply(std::move(kept));
      });
}

}  // namespace kigen::app

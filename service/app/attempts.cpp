#include "service/app/attempts.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "common/base/hex.h"

namespace kigen::app {
namespace {

constexpr std::chrono::days kLongestWish{30};
constexpr std::string_view kGood = "ok", kStored = "stored";
constexpr std::string_view kCodePrefix = "KGN-";

Error bad(std::string field) {
  return Error(ErrorCode::PipeBadParameters).with("field", std::move(field));
}

/// 0 for "ok", kAttemptStored for "stored", the number of a code that exists, nothing for all else.
std::optional<int> to_result(std::string_view text) {
  if (text == kGood) return 0;
  if (text == kStored) return db::kAttemptStored;
  if (text.size() != kCodePrefix.size() + 4 || !text.starts_with(kCodePrefix)) return std::nullopt;
  int number = 0;
  const auto [stop, problem] = std::from_chars(text.data() + kCodePrefix.size(), text.data() + text.size(), number);
  if (problem != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return error_code_from_number(number) ? std::optional(number) : std::nullopt;
}

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string to_word(int result) {
  if (result == 0) return std::string(kGood);
  if (result == db::kAttemptStored) return std::string(kStored);
  return kgn(error_code_from_number(result).value_or(ErrorCode::Internal));
}

ipc::Attempt to_message(const db::AttemptRow& row) {
  return {.kind = row.kind == db::AttemptKind::Issue ? "issue" : "renew",
          .unattended = row.unattended,
          .started = row.started,
          .ended = row.ended,
          .result = to_word(row.result),
          .ra_code = row.ra_code,
          .thumbprint = row.certificate ? to_hex(*row.certificate) : std::string{},
          .new_thumbprint = row.new_certificate ? to_hex(*row.new_certificate) : std::string{},
          .next_attempt = row.next_attempt};
}

// Those of all owners, newest first.
Result<std::vector<db::AttemptRow>> attempts_at(inventory::Inventory& store, const inventory::CertificateEntry& entry) {
  std::set<std::string> owners;
  for (const auto& place : entry.places) owners.insert(place.owner);
  std::vector<db::AttemptRow> all;
  for (const auto& owner : owners) {
    auto rows = store.ledger().attempts(owner, entry.record.sha256);
    if (!rows) return rows.error();
    std::move(rows->begin(), rows->end(), std::back_inserter(all));
  }
  std::ranges::sort(all, std::greater{}, &db::AttemptRow::id);
  return all;
}

std::int64_t failures(const std::vector<db::AttemptRow>& newest_first) {
  const auto good = std::ranges::find(newest_first, 0, &db::AttemptRow::result);
  return std::count_if(newest_first.begin(), good,
                       [](const db::AttemptRow& row) { return row.result != db::kAttemptStored; });
}

}  // namespace

Result<db::AttemptRow> to_attempt(const ipc::AttemptParams& params, Instant now) {
  db::AttemptRow row;
  row.kind = params.kind == "issue" ? db::AttemptKind::Issue : db::AttemptKind::Renew;
  row.certificate = array_from_hex<32>(params.thumbprint);
  const bool none = params.thumbprint.empty() && row.kind == db::AttemptKind::Issue;
  if (!row.certificate && !none) return bad("thumbprint");
  row.new_certificate = array_from_hex<32>(params.new_thumbprint);
  if (!row.new_certificate && !params.new_thumbprint.empty()) return bad("new_thumbprint");
  const auto result = to_result(params.result);
  if (!result) return bad("result");
  if (*result == db::kAttemptStored && !row.new_certificate) return bad("new_thumbprint");
  row.result = *result;
  if (!printable(params.ra_code)) return bad("ra_code");
  if (!params.note.empty() && to_result(params.note).value_or(0) <= 0) return bad("note");
  row.ra_code = params.ra_code;
  row.unattended = params.unattended;
  row.ended = std::min(params.ended, now);
  row.started = std::min(params.started, row.ended);
  if (params.next_attempt && *params.next_attempt > now) {
    row.next_attempt = std::min(*params.next_attempt, now + kLongestWish);
  }
  return row;
}

Result<ipc::AttemptResult> keep_attempt(inventory::Inventory& store, const pipe::Caller& caller,
                                        db::AttemptRow attempt) {
  attempt.owner = caller.sid;
  if (attempt.certificate) {
    const std::string thumbprint = to_hex(*attempt.certificate);
    const auto entry = store.find(thumbprint, {.all = false, .sid = caller.sid});
    if (!entry) return entry.error();
    const bool own = std::ranges::find(entry->places, caller.sid, &inventory::PlaceEntry::owner) != entry->places.end();
    // `find` gave it to a user without a place of their own: it is the machine's.
    if (!own && !caller.administrator) return Error(ErrorCode::NotFound).with("thumbprint", thumbprint);
    if (!own) attempt.owner = inventory::kMachineOwner;
  }
  if (Status stored = store.ledger().add_attempt(attempt); !stored) return stored.error();
  ipc::AttemptResult result;
  if (!attempt.certificate) return result;
  const auto rows = store.ledger().attempts(attempt.owner, *attempt.certificate);
  if (!rows) return rows.error();
  result.failed_attempts = failures(*rows);
  return result;
}

Status add_attempts(ipc::CertificateDetail& detail, inventory::Inventory& store,
                    const inventory::CertificateEntry& entry) {
  const auto rows = attempts_at(store, entry);
  if (!rows) return rows.error();
  if (rows->empty()) return {};
  detail.last_attempt = to_message(rows->front());
  detail.failed_attempts = failures(*rows);
  return {};
}

std::optional<Reason> to_reason(const std::optional<ipc::Attempt>& attempt) {
  if (!attempt) return std::nullopt;
  if (attempt->result == kStored) {
    return Reason{"attempt_stored", {{"ended", to_rfc3339(attempt->ended)}}};
  }
  const bool good = attempt->result == kGood;
  const bool waiting = attempt->result == kgn(ErrorCode::RenewalWaiting);
  const bool issued = good && attempt->kind == "issue";
  Reason reason{issued ? "attempt_issued" : good ? "attempt_good" : waiting ? "attempt_waiting" : "attempt_failed", {}};
  reason.with("ended", to_rfc3339(attempt->ended));
  if (!good) reason.with("kgn", attempt->result);
  if (!attempt->ra_code.empty()) reason.with("ra_code", attempt->ra_code);
  if (attempt->unattended) reason.with("unattended", "1");
  if (attempt->next_attempt) reason.with("not_before", to_rfc3339(*attempt->next_attempt));
  return reason;
}

}  // namespace kigen::app

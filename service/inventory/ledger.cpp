#include "service/inventory/ledger.h"

#include <algorithm>
#include <charconv>

#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

constexpr std::int64_t kRunsKept = 1000;
constexpr std::int64_t kNoticesKept = 1000;
constexpr std::int64_t kAttemptsOfOne = 20;
constexpr std::int64_t kAttemptsOfOwner = 500;
constexpr std::int64_t kAttemptsKept = 20'000;
constexpr const char* kNextCheck = "next_check";
constexpr std::string_view kStatePrefix = "state.";

// Read marks of administrators are their own too: `sid` names the reader, `all` only says what is shown.
std::string_view reader(const Viewer& viewer) {
  return viewer.sid.empty() ? kMachineOwner : viewer.sid;
}

}  // namespace

Result<std::int64_t> Ledger::record_check(const db::CheckRunRow& run, std::optional<Instant> next_check) {
  return store_.write([&](db::Database& database) {
    const std::int64_t id = database.check_runs.insert(run);
    database.check_runs.keep_newest(kRunsKept);
    if (next_check) database.meta.put(kNextCheck, std::to_string(to_unix(*next_check)));
    return id;
  });
}

Result<std::vector<db::CheckRunRow>> Ledger::checks(std::size_t limit) {
  return store_.read([&](db::Database& database) {
    return database.check_runs.newest(std::min<std::int64_t>(static_cast<std::int64_t>(limit), kRunsKept));
  });
}

Result<std::optional<Instant>> Ledger::next_check() {
  return store_.read([&](db::Database& database) -> std::optional<Instant> {
    const auto text = database.meta.get(kNextCheck);
    if (!text) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [stop, problem] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (problem != std::errc{}) db::throw_corrupt("the check deadline is malformed");
    return from_unix(seconds);
  });
}

Status Ledger::set_next_check(Instant at) {
  return store_.write([&](db::Database& database) { database.meta.put(kNextCheck, std::to_string(to_unix(at))); });
}

Result<std::optional<std::string>> Ledger::state(std::string_view key) {
  return store_.read([&](db::Database& database) { return database.meta.get(std::string(kStatePrefix).append(key)); });
}

Status Ledger::set_state(std::string_view key, std::string_view value) {
  return store_.write([&](db::Database& database) { database.meta.put(std::string(kStatePrefix).append(key), value); });
}

Result<std::map<std::string, std::string>> Ledger::settings() {
  return store_.read([](db::Database& database) { return database.settings.all(); });
}

Status Ledger::set_setting(std::string_view key, std::string_view value) {
  return store_.write([&](db::Database& database) { database.settings.put(key, value); });
}

Status Ledger::reset_setting(std::string_view key) {
  return store_.write([&](db::Database& database) { database.settings.remove(key); });
}

Result<std::int64_t> Ledger::add_notice(const db::NoticeRow& notice) {
  return store_.write([&](db::Database& database) {
    const std::int64_t id = database.notices.insert(notice);
    database.notices.keep_newest(kNoticesKept);
    return id;
  });
}

Status Ledger::add_notices(std::vector<db::NoticeRow>& notices) {
  if (notices.empty()) return {};
  return store_.write([&](db::Database& database) {
    for (db::NoticeRow& notice : notices) notice.id = database.notices.insert(notice);
    database.notices.keep_newest(kNoticesKept);
  });
}

Result<std::vector<db::NoticeRow>> Ledger::notices(const Viewer& viewer, bool unread_only, std::size_t limit) {
  return store_.read([&](db::Database& database) {
    const auto bounded = std::min<std::int64_t>(static_cast<std::int64_t>(limit), kNoticesKept);
    return database.notices.newest(reader(viewer), viewer.all, unread_only, bounded);
  });
}

Result<std::int64_t> Ledger::unread_notices(const Viewer& viewer) {
  return store_.read([&](db::Database& database) { return database.notices.count_unread(reader(viewer), viewer.all); });
}

Status Ledger::mark_read(const Viewer& viewer, const std::vector<std::int64_t>& ids) {
  return store_.write([&](db::Database& database) {
    for (const std::int64_t id : ids) database.notices.mark_read(reader(viewer), viewer.all, id);
  });
}

Status Ledger::mark_all_read(const Viewer& viewer) {
  return store_.write([&](db::Database& database) { database.notices.mark_all_read(reader(viewer), viewer.all); });
}

Status Ledger::set_quiet(const std::vector<db::QuietRow>& rows) {
  return store_.write([&](db::Database& database) {
    for (const db::QuietRow& row : rows) database.quiet.put(row);
  });
}

Result<std::vector<db::QuietRow>> Ledger::quiet() {
  return store_.read([](db::Database& database) { return database.quiet.all(); });
}

Status Ledger::end_quiet(std::string_view owner, const Sha256& certificate) {
  return store_.write([&](db::Database& database) { database.quiet.remove(owner, certificate); });
}

Status Ledger::prune_quiet(Instant ended_before) {
  return store_.write([&](db::Database& database) { database.quiet.remove_ended(ended_before); });
}

Status Ledger::add_attempt(const db::AttemptRow& attempt) {
  return store_.write([&](db::Database& database) {
    database.attempts.remove_stored(attempt);
    database.attempts.insert(attempt);
    for (const std::optional<Sha256>& one : {attempt.certificate, attempt.new_certificate}) {
      const auto id = one ? database.certificates.find(*one) : std::nullopt;
      const auto row = id ? database.certificates.get(*id) : std::nullopt;
      if (row) store_.families().insert(row->record.family);
    }
    if (attempt.certificate) database.attempts.keep_of_certificate(attempt.owner, *attempt.certificate, kAttemptsOfOne);
    database.attempts.keep_of_owner(attempt.owner, kAttemptsOfOwner);
    database.attempts.keep_newest(kAttemptsKept);
  });
}

Result<std::vector<db::AttemptRow>> Ledger::attempts(std::string_view owner, const Sha256& certificate) {
  return store_.read([&](db::Database& database) { return database.attempts.of(owner, certificate, kAttemptsOfOne); });
}

Result<std::vector<db::RenewalRow>> Ledger::renewals() {
  return store_.read([](db::Database& database) { return database.renewals.all(); });
}

Status Ledger::set_renewals(const std::vector<db::RenewalRow>& rows) {
  return store_.write([&](db::Database& database) {
    for (const db::RenewalRow& row : rows) database.renewals.put(row);
  });
}

Status Ledger::end_renewals(const std::vector<std::pair<std::string, Sha256>>& keys) {
  return store_.write([&](db::Database& database) {
    for (const auto& [owner, certificate] : keys) database.renewals.remove(owner, certificate);
  });
}

Result<db::SipKey> Ledger::machine_key() {
  return store_.read([](db::Database& database) { return database.machine_key(); });
}

}  // namespace kigen::inventory

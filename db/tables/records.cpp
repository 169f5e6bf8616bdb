#include "db/tables/records.h"

#include <sqlite3.h>

#include "db/connection.h"
#include "db/failure.h"
#include "db/packed.h"
#include "db/tables/thumbprint.h"

namespace kigen::db {

KeyValueTable::KeyValueTable(Connection& connection, const char* get, const char* put, const char* remove,
                             const char* all)
    : get_(connection, get), put_(connection, put), remove_(connection, remove), all_(connection, all) {}

std::optional<std::string> KeyValueTable::get(std::string_view key) {
  Rows rows = get_.query(key);
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

void KeyValueTable::put(std::string_view key, std::string_view value) {
  put_.run(key, value);
}

void KeyValueTable::remove(std::string_view key) {
  remove_.run(key);
}

std::map<std::string, std::string> KeyValueTable::all() {
  std::map<std::string, std::string> out;
  Rows rows = all_.query();
  while (rows.next()) out.emplace(rows.text(0), rows.text(1));
  return out;
}

MetaTable::MetaTable(Connection& connection)
    : KeyValueTable(connection, "SELECT value FROM meta WHERE key = ?",
                    "INSERT OR REPLACE INTO meta(key, value) VALUES (?,?)", "DELETE FROM meta WHERE key = ?",
                    "SELECT key, value FROM meta") {}

SettingsTable::SettingsTable(Connection& connection)
    : KeyValueTable(connection, "SELECT value FROM settings WHERE key = ?",
                    "INSERT OR REPLACE INTO settings(key, value) VALUES (?,?)", "DELETE FROM settings WHERE key = ?",
                    "SELECT key, value FROM settings") {}

CheckRunsTable::CheckRunsTable(Connection& connection)
    : connection_(connection),
      insert_(
          connection,
          "INSERT INTO check_runs(started, duration_ms, \"trigger\", total, due, expired, lapsed, unreadable, errors) "
          "VALUES (?,?,?,?,?,?,?,?,?)"),
      newest_(connection,
              "SELECT id, started, duration_ms, \"trigger\", total, due, expired, lapsed, unreadable, errors "
              "FROM check_runs ORDER BY id DESC LIMIT ?"),
      keep_(connection, "DELETE FROM check_runs WHERE id <= (SELECT max(id) FROM check_runs) - ?") {}

std::int64_t CheckRunsTable::insert(const CheckRunRow& row) {
  insert_.run(row.started, row.duration_ms, row.trigger, row.total, row.due, row.expired, row.lapsed, row.unreadable,
              pack_errors(row.errors));
  return ::sqlite3_last_insert_rowid(connection_.get());
}

std::vector<CheckRunRow> CheckRunsTable::newest(std::int64_t limit) {
  std::vector<CheckRunRow> out;
  Rows rows = newest_.query(limit);
  while (rows.next()) {
    out.push_back({rows.integer(0), rows.instant(1), rows.integer(2), rows.text(3), rows.integer(4), rows.integer(5),
                   rows.integer(6), rows.integer(7), rows.integer(8), unpack_errors(rows.view(9))});
  }
  return out;
}

void CheckRunsTable::keep_newest(std::int64_t count) {
  keep_.run(count);
}

NoticesTable::NoticesTable(Connection& connection)
    : connection_(connection),
      insert_(connection, "INSERT INTO notices(at, severity, owner, code, args, certificate) VALUES (?,?,?,?,?,?)"),
      newest_(
          connection,
          "SELECT n.id, n.at, n.severity, n.owner, n.code, n.args, n.certificate, r.owner IS NOT NULL FROM notices n "
          "LEFT JOIN notice_reads r ON r.owner = ?1 AND r.notice_id = n.id "
          "WHERE (?2 OR n.owner = ?1 OR n.owner = 'machine') AND (NOT ?3 OR r.owner IS NULL) "
          "ORDER BY n.id DESC LIMIT ?4"),
      unread_(connection,
              "SELECT count(*) FROM notices n WHERE (?2 OR n.owner = ?1 OR n.owner = 'machine') AND NOT EXISTS "
              "(SELECT 1 FROM notice_reads r WHERE r.owner = ?1 AND r.notice_id = n.id)"),
      mark_(connection,
            "INSERT OR IGNORE INTO notice_reads(owner, notice_id) SELECT ?1, id FROM notices "
            "WHERE id = ?3 AND (?2 OR owner = ?1 OR owner = 'machine')"),
      mark_all_(connection,
                "INSERT OR IGNORE INTO notice_reads(owner, notice_id) SELECT ?1, id FROM notices "
                "WHERE ?2 OR owner = ?1 OR owner = 'machine'"),
      keep_(connection, "DELETE FROM notices WHERE id <= (SELECT max(id) FROM notices) - ?") {}

std::int64_t NoticesTable::insert(const NoticeRow& row) {
  insert_.run(row.at, row.severity, row.owner, row.code, pack(row.args), row.certificate);
  return ::sqlite3_last_insert_rowid(connection_.get());
}

std::vector<NoticeRow> NoticesTable::newest(std::string_view reader, bool all, bool unread_only, std::int64_t limit) {
  std::vector<NoticeRow> out;
  Rows rows = newest_.query(reader, all, unread_only, limit);
  while (rows.next()) {
    NoticeRow& row = out.emplace_back();
    row.id = rows.integer(0);
    row.at = rows.instant(1);
    row.severity = rows.text(2);
    row.owner = rows.text(3);
    row.code = rows.text(4);
    row.args = unpack_arguments(rows.view(5));
    if (!rows.is_null(6)) row.certificate = thumbprint(rows.blob(6));
    row.read = rows.boolean(7);
  }
  return out;
}

std::int64_t NoticesTable::count_unread(std::string_view reader, bool all) {
  Rows rows = unread_.query(reader, all);
  return rows.next() ? rows.integer(0) : 0;
}

void NoticesTable::mark_read(std::string_view reader, bool all, std::int64_t id) {
  mark_.run(reader, all, id);
}

void NoticesTable::mark_all_read(std::string_view reader, bool all) {
  mark_all_.run(reader, all);
}

void NoticesTable::keep_newest(std::int64_t count) {
  keep_.run(count);
}

QuietTable::QuietTable(Connection& connection)
    : put_(connection,
           "INSERT OR REPLACE INTO quiet(owner, certificate, set_at, until, kind, anchor) VALUES (?,?,?,?,?,?)"),
      all_(connection, "SELECT owner, certificate, set_at, until, kind, anchor FROM quiet ORDER BY owner, certificate"),
      remove_(connection, "DELETE FROM quiet WHERE owner = ? AND certificate = ?"),
      remove_ended_(connection, "DELETE FROM quiet WHERE until < ?") {}

void QuietTable::put(const QuietRow& row) {
  put_.run(row.owner, row.certificate, row.set_at, row.until, row.kind, row.anchor);
}

std::vector<QuietRow> QuietTable::all() {
  std::vector<QuietRow> out;
  Rows rows = all_.query();
  while (rows.next()) {
    out.push_back({rows.text(0), thumbprint(rows.blob(1)), rows.instant(2), rows.instant(3),
                   rows.integer(4) == 0 ? QuietKind::Closed : QuietKind::Snoozed, rows.optional_instant(5)});
  }
  return out;
}

void QuietTable::remove(std::string_view owner, const Sha256& certificate) {
  remove_.run(owner, certificate);
}

void QuietTable::remove_ended(Instant before) {
  remove_ended_.run(before);
}

}  // namespace kigen::db

#include "db/tables/sources.h"

#include <sqlite3.h>

#include "db/connection.h"
#include "db/packed.h"

namespace kigen::db {
namespace {

std::optional<std::string> packed(const std::optional<Error>& error) {
  if (!error) return std::nullopt;
  return pack_errors({*error});
}

}  // namespace

OwnersTable::OwnersTable(Connection& connection)
    : connection_(connection),
      insert_(connection, "INSERT INTO owners(sid) VALUES (?)"),
      update_(connection, "UPDATE owners SET certificates = ?, shared = ? WHERE id = ?"),
      all_(connection, "SELECT id, sid, certificates, shared FROM owners ORDER BY id") {}

std::int64_t OwnersTable::insert(std::string_view sid) {
  insert_.run(sid);
  return ::sqlite3_last_insert_rowid(connection_.get());
}

void OwnersTable::update(const OwnerRow& row) {
  update_.run(row.certificates, row.shared, row.id);
}

std::vector<OwnerRow> OwnersTable::all() {
  std::vector<OwnerRow> out;
  Rows rows = all_.query();
  while (rows.next()) out.push_back({rows.integer(0), rows.text(1), rows.integer(2), rows.integer(3)});
  return out;
}

SourcesTable::SourcesTable(Connection& connection)
    : connection_(connection),
      insert_(connection, "INSERT INTO sources(owner_id, kind, name) VALUES (?,?,?)"),
      update_(connection,
              "UPDATE sources SET last_scan = ?, error = ?, places = ?, unreadable = ?, removed = ?, token_label = ?, "
              "token_present = ? WHERE id = ?"),
      remove_(connection, "DELETE FROM sources WHERE id = ?"),
      all_(connection,
           "SELECT id, owner_id, kind, name, last_scan, error, places, unreadable, removed, token_label, token_present "
           "FROM sources ORDER BY id") {}

std::int64_t SourcesTable::insert(const SourceRow& row) {
  insert_.run(row.owner_id, row.kind, row.name);
  return ::sqlite3_last_insert_rowid(connection_.get());
}

void SourcesTable::update(const SourceRow& row) {
  update_.run(row.last_scan, packed(row.error), row.places, row.unreadable, row.removed, row.token_label,
              row.token_present, row.id);
}

void SourcesTable::remove(std::int64_t id) {
  remove_.run(id);
}

std::vector<SourceRow> SourcesTable::all() {
  std::vector<SourceRow> out;
  Rows rows = all_.query();
  while (rows.next()) {
    SourceRow& row = out.emplace_back();
    row.id = rows.integer(0);
    row.owner_id = rows.integer(1);
    row.kind = rows.integer(2);
    row.name = rows.text(3);
    row.last_scan = rows.optional_instant(4);
    if (!rows.is_null(5)) {
      const std::vector<Error> errors = unpack_errors(rows.view(5));
      if (!errors.empty()) row.error = errors.front();
    }
    row.places = rows.integer(6);
    row.unreadable = rows.integer(7);
    row.removed = rows.boolean(8);
    row.token_label = rows.text(9);
    row.token_present = rows.boolean(10);
  }
  return out;
}

}  // namespace kigen::db

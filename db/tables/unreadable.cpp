#include "db/tables/unreadable.h"

#include "db/failure.h"
#include "db/packed.h"

namespace kigen::db {
namespace {

std::vector<UnreadableRow> read_unreadable(Rows rows) {
  std::vector<UnreadableRow> out;
  while (rows.next()) {
    std::vector<Error> errors = unpack_errors(rows.view(4));
    if (errors.size() != 1) throw_corrupt("an unreadable item has no reason");
    out.push_back(
        {rows.integer(0), rows.integer(1), rows.integer(2), rows.text(3), std::move(errors.front()), rows.instant(5)});
  }
  return out;
}

}  // namespace

UnreadableTable::UnreadableTable(Connection& connection)
    : insert_(connection, "INSERT INTO unreadable(source_id, item_key, item, error, first_seen) VALUES (?,?,?,?,?)"),
      of_item_(connection,
               "SELECT id, source_id, item_key, item, error, first_seen FROM unreadable "
               "WHERE source_id = ? AND item_key = ?"),
      of_source_(
          connection,
          "SELECT id, source_id, item_key, item, error, first_seen FROM unreadable INDEXED BY unreadable_by_item "
          "WHERE source_id = ? LIMIT ?"),
      remove_(connection, "DELETE FROM unreadable WHERE id = ?") {}

void UnreadableTable::insert(const UnreadableRow& row) {
  insert_.run(row.source_id, row.item_key, row.item, pack_errors({row.error}), row.first_seen);
}

std::vector<UnreadableRow> UnreadableTable::of_item(std::int64_t source_id, std::int64_t item_key) {
  return read_unreadable(of_item_.query(source_id, item_key));
}

std::vector<UnreadableRow> UnreadableTable::of_source(std::int64_t source_id, std::int64_t limit) {
  return read_unreadable(of_source_.query(source_id, limit));
}

void UnreadableTable::remove(std::int64_t id) {
  remove_.run(id);
}

}  // namespace kigen::db

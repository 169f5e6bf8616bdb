#include "db/tables/manifest.h"

namespace kigen::db {

ManifestTable::ManifestTable(Connection& connection)
    : chunks_(connection, "SELECT entries FROM manifest WHERE source_id = ? ORDER BY chunk"),
      put_(connection, "INSERT OR REPLACE INTO manifest(source_id, chunk, entries) VALUES (?,?,?)"),
      remove_(connection, "DELETE FROM manifest WHERE source_id = ? AND chunk >= ?") {}

std::vector<std::vector<std::uint8_t>> ManifestTable::chunks(std::int64_t source_id) {
  std::vector<std::vector<std::uint8_t>> out;
  Rows rows = chunks_.query(source_id);
  while (rows.next()) {
    const Blob entries = rows.blob(0);
    out.emplace_back(entries.begin(), entries.end());
  }
  return out;
}

void ManifestTable::put(std::int64_t source_id, std::int64_t chunk, Blob entries) {
  put_.run(source_id, chunk, entries);
}

void ManifestTable::remove_from(std::int64_t source_id, std::int64_t chunk) {
  remove_.run(source_id, chunk);
}

}  // namespace kigen::db

// The table of folder manifests: what a rescan compares the folder with, in chunks, so that one change rewrites one
// chunk.
#pragma once

#include <cstdint>
#include <vector>

#include "db/statement.h"

namespace kigen::db {

class ManifestTable {
 public:
  explicit ManifestTable(Connection& connection);
  /// In order of their numbers, which count from 0.
  [[nodiscard]] std::vector<std::vector<std::uint8_t>> chunks(std::int64_t source_id);
  void put(std::int64_t source_id, std::int64_t chunk, Blob entries);
  /// Forgets the chunks from number `chunk` on.
  void remove_from(std::int64_t source_id, std::int64_t chunk);

 private:
  Statement chunks_, put_, remove_;
};

}  // namespace kigen::db

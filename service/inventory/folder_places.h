// Brings the places of one folder's files up to date. Inside a transaction of the database thread.
#pragma once

#include <cstdint>
#include <unordered_set>

#include "db/database.h"
#include "service/inventory/manifest.h"
#include "service/inventory/placing.h"
#include "service/inventory/scan_reader.h"

namespace kigen::inventory {

class FolderPlaces {
 public:
  /// `fresh`: the source has no rows at all, so nothing needs to be looked up.
  FolderPlaces(Store& store, db::Database& database, std::int64_t source_id, bool fresh, Instant now)
      : database_(database), placing_(store, database, now), source_id_(source_id), fresh_(fresh) {}

  void apply(const ReadFile& file);
  /// The file is no longer there; the number of places that are gone now.
  std::int64_t vanish(std::uint64_t key);
  /// Without a manifest of before: all places whose file is not among `entries` are gone.
  std::int64_t sweep(const std::vector<ManifestEntry>& entries);

  [[nodiscard]] bool changed() const { return placing_.changed(); }

 private:
  db::Database& database_;
  Placing placing_;
  std::int64_t source_id_;
  bool fresh_;
};

/// Writes the chunks that differ.
void save_manifest(db::Database& database, std::int64_t source_id, const ManifestChunks& before,
                   const ManifestChunks& after);

}  // namespace kigen::inventory

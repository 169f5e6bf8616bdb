// What is special about tokens among the sources: they are pulled and come back, and there is no end of them. Inside a
// write transaction, on the database thread.
#pragma once

#include <cstdint>
#include <optional>

#include "db/database.h"
#include "service/inventory/catalog.h"
#include "service/inventory/placing.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class Store;

/// The token that gives way when its owner has kMaxTokensPerOwner: the one that has been away for longest.
struct TokenRoom {
  bool full = false;                 ///< and all of them are inserted: no room
  std::optional<std::int64_t> oust;  ///< source id
};
/// Whether this snapshot's token is a new one of its owner, and what follows.
[[nodiscard]] TokenRoom room_for_token(const Catalog& catalog, const Snapshot& snapshot);

/// Forgets a token with all that was known of it.
void forget_token(Store& store, db::Database& database, Placing& placing, std::int64_t source_id);

/// It was pulled: what it held stays as it is. One that never held anything is forgotten.
[[nodiscard]] SnapshotResult pull_token(Store& store, db::Database& database, const Snapshot& snapshot, Instant now);

}  // namespace kigen::inventory

#include "service/inventory/tokens.h"

#include "service/inventory/file_name.h"
#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

bool is_token(const db::SourceRow& source) {
  return source.kind == static_cast<std::int64_t>(SourceKind::Token);
}

}  // namespace

TokenRoom room_for_token(const Catalog& catalog, const Snapshot& snapshot) {
  const auto owner = catalog.find_owner(snapshot.owner);
  if (!owner || catalog.find_source(snapshot.kind, to_valid_utf8(snapshot.source), *owner)) return {};
  std::size_t count = 0;
  const db::SourceRow* oldest = nullptr;
  for (const auto& [id, source] : catalog.sources()) {
    if (source.owner_id != *owner || !is_token(source)) continue;
    ++count;
    if (!source.token_present && (oldest == nullptr || source.last_scan < oldest->last_scan)) oldest = &source;
  }
  if (count < kMaxTokensPerOwner) return {};
  if (oldest == nullptr) return {.full = true, .oust = std::nullopt};
  return {.full = false, .oust = oldest->id};
}

void forget_token(Store& store, db::Database& database, Placing& placing, std::int64_t source_id) {
  for (;;) {
    const auto places = database.places.of_source(source_id, db::kPage);
    for (const db::PlaceRow& place : places) {
      placing.lose(place);
      database.places.remove(place.id);
      if (database.places.of_certificate(place.certificate_id).empty()) {
        database.certificates.remove(place.certificate_id);
      }
    }
    if (places.size() < static_cast<std::size_t>(db::kPage)) break;
  }
  for (;;) {
    const auto rows = database.unreadable.of_source(source_id, db::kPage);
    for (const db::UnreadableRow& row : rows) placing.remove_unreadable(row);
    if (rows.size() < static_cast<std::size_t>(db::kPage)) break;
  }
  store.pending().erase(source_id);
  store.catalog().forget_source(database, source_id);
}

SnapshotResult pull_token(Store& store, db::Database& database, const Snapshot& snapshot, Instant now) {
  SnapshotResult result;
  const Catalog& catalog = store.catalog();
  const auto owner = catalog.find_owner(snapshot.owner);
  const auto id = owner ? catalog.find_source(snapshot.kind, to_valid_utf8(snapshot.source), *owner) : std::nullopt;
  if (!id) return result;
  store.pending().erase(*id);
  const db::SourceRow& known = catalog.source(*id);
  if (known.unreadable == 0 && database.places.is_empty(*id)) {
    Placing placing(store, database, now);
    forget_token(store, database, placing, *id);
    result.token_changed = true;
  } else if (known.token_present) {
    store.catalog().change_source(*id).token_present = false;
    result.token_changed = true;
  }
  return result;
}

}  // namespace kigen::inventory

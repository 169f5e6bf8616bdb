#include "service/inventory/folder_places.h"

#include <algorithm>
#include <bit>

namespace kigen::inventory {
namespace {

std::int64_t to_column(std::uint64_t key) {
  return std::bit_cast<std::int64_t>(key);
}

std::vector<SnapshotUnreadable> name_items(const ReadFile& file) {
  std::vector<SnapshotUnreadable> named;
  for (const x509::UnreadableItem& item : file.contents.unreadable)
    named.push_back({file.item + item.item, item.error});
  return named;
}

}  // namespace

void FolderPlaces::apply(const ReadFile& file) {
  const std::int64_t key = to_column(file.key);
  std::vector<db::PlaceRow> before;
  if (!fresh_) before = database_.places.of_item(source_id_, key);
  if (file.opened) {
    std::unordered_set<std::int64_t> stored;
    for (const x509::FoundCertificate& found : file.contents.certificates) {
      const KnownCertificate certificate = placing_.ensure_certificate(found.record);
      if (file.contents.certificates.size() > 1 && !stored.insert(certificate.id).second) continue;
      const auto place = std::find_if(before.begin(), before.end(),
                                      [&](const db::PlaceRow& row) { return row.certificate_id == certificate.id; });
      if (place == before.end()) {
        placing_.add(certificate, {source_id_, key, file.item, found.has_private_key});
        continue;
      }
      placing_.confirm(certificate, *place, found.has_private_key);
      before.erase(place);
    }
    for (const db::PlaceRow& place : before) placing_.lose(place);
  }
  if (!fresh_ || !file.contents.unreadable.empty()) placing_.set_unreadable(source_id_, key, name_items(file));
}

std::int64_t FolderPlaces::vanish(std::uint64_t key) {
  std::int64_t lost = 0;
  for (const db::PlaceRow& place : database_.places.of_item(source_id_, to_column(key))) {
    lost += place.state == db::kGone ? 0 : 1;
    placing_.lose(place);
  }
  placing_.set_unreadable(source_id_, to_column(key), {});
  return lost;
}

std::int64_t FolderPlaces::sweep(const std::vector<ManifestEntry>& entries) {
  std::unordered_set<std::int64_t> there;
  for (const ManifestEntry& entry : entries) there.insert(to_column(entry.key));
  std::int64_t lost = 0;
  for (std::int64_t after = 0;;) {
    const auto places = database_.places.present_in(source_id_, after, db::kPage);
    for (const db::PlaceRow& place : places) {
      if (there.contains(place.item_key)) continue;
      placing_.lose(place);
      ++lost;
    }
    if (places.size() < static_cast<std::size_t>(db::kPage)) break;
    after = places.back().id;
  }
  for (const db::UnreadableRow& row :
       database_.unreadable.of_source(source_id_, static_cast<std::int64_t>(kMaxFolderEntries))) {
    if (!there.contains(row.item_key)) placing_.remove_unreadable(row);
  }
  return lost;
}

void save_manifest(db::Database& database, std::int64_t source_id, const ManifestChunks& before,
                   const ManifestChunks& after) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i < before.size() && before[i] == after[i]) continue;
    database.manifest.put(source_id, static_cast<std::int64_t>(i), after[i]);
  }
  if (after.size() < before.size()) {
    database.manifest.remove_from(source_id, static_cast<std::int64_t>(after.size()));
  }
}

}  // namespace kigen::inventory

// Inventory's questions.
#include <algorithm>
#include <charconv>
#include <utility>

#include "common/base/hex.h"
#include "service/inventory/file_name.h"
#include "service/inventory/inventory.h"
#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

constexpr std::size_t kMinPrefixDigits = 8;
constexpr std::size_t kMaxPage = 1000;

// Which owners' places the viewer sees.
class Sight {
 public:
  Sight(const Catalog& catalog, const Viewer& viewer) : all_(viewer.all), own_(catalog.find_owner(viewer.sid)) {}
  [[nodiscard]] bool sees(std::int64_t owner_id) const {
    return all_ || owner_id == db::kMachineOwnerId || owner_id == own_;
  }

 private:
  bool all_;
  std::optional<std::int64_t> own_;
};

PlaceEntry to_entry(Store& store, db::Database& database, const db::PlaceRow& row) {
  const db::SourceRow& source = store.catalog().source(row.source_id);
  PlaceEntry entry;
  entry.kind = static_cast<SourceKind>(source.kind);
  entry.source = source.name;
  entry.token_label = source.token_label;
  entry.token_present = source.token_present;
  if (!row.item.empty()) entry.item = join_path(source.name, row.item);
  entry.owner = store.catalog().owner(row.owner_id).sid;
  entry.has_private_key = row.has_private_key;
  entry.first_seen = row.first_seen;
  entry.last_seen = row.last_seen.value_or(std::max(row.first_seen, source.last_scan.value_or(row.first_seen)));
  entry.state = static_cast<PlaceState>(std::clamp<std::int64_t>(row.state, db::kLive, db::kGone));
  if (row.superseded_by) entry.superseded_by = database.certificates.sha256_of(*row.superseded_by);
  return entry;
}

template <class Wanted>
CertificateEntry load(Store& store, db::Database& database, std::int64_t id, Wanted&& wanted) {
  auto row = database.certificates.get(id);
  if (!row) db::throw_corrupt("a place names a certificate that is not there");
  CertificateEntry entry;
  entry.id = id;
  entry.record = std::move(row->record);
  entry.profile = std::move(row->profile);
  for (const db::PlaceRow& place : database.places.of_certificate(id)) {
    if (wanted(place)) entry.places.push_back(to_entry(store, database, place));
  }
  const auto rank = [](const PlaceEntry& place) { return std::pair(place.state, !place.is_key_on_token()); };
  std::stable_sort(entry.places.begin(), entry.places.end(),
                   [&rank](const PlaceEntry& a, const PlaceEntry& b) { return rank(a) < rank(b); });
  return entry;
}

struct Position {
  Instant not_after = from_unix(INT64_MIN);
  std::int64_t certificate_id = 0;
};

std::optional<Position> read_cursor(const std::string& cursor) {
  Position position;
  if (cursor.empty()) return position;
  const char* end = cursor.data() + cursor.size();
  std::int64_t seconds = 0;
  const auto [middle, problem] = std::from_chars(cursor.data(), end, seconds);
  if (problem != std::errc{} || middle == end || *middle != ':') return std::nullopt;
  const auto [stop, second_problem] = std::from_chars(middle + 1, end, position.certificate_id);
  if (second_problem != std::errc{} || stop != end) return std::nullopt;
  position.not_after = from_unix(seconds);
  return position;
}

std::string write_cursor(const Position& position) {
  return std::to_string(to_unix(position.not_after)) + ':' + std::to_string(position.certificate_id);
}

// The certificates of one page, in order, by an index alone. One more than asked for tells that there is a next page.
std::vector<Position> positions_of_page(db::Database& database, const ListQuery& query, const Position& start,
                                        const Sight& sight, std::size_t wanted) {
  std::vector<Position> page;
  Position current;
  std::int64_t best = db::kGone + 1;
  const auto close_group = [&] {
    const bool shown =
        best == db::kLive || (best == db::kSuperseded && query.superseded) || (best == db::kGone && query.gone);
    if (shown) page.push_back(current);
    best = db::kGone + 1;
  };
  database.places.walk(start.not_after, start.certificate_id, query.not_after_before.value_or(from_unix(INT64_MAX)),
                       [&](const db::PlaceKey& key) {
                         if (key.certificate_id != current.certificate_id || key.not_after != current.not_after) {
                           close_group();
                           current = {key.not_after, key.certificate_id};
                           if (page.size() >= wanted) return false;
                         }
                         if (sight.sees(key.owner_id)) best = std::min(best, key.state);
                         return true;
                       });
  if (page.size() < wanted) close_group();
  return page;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

}  // namespace

Result<ListPage> Inventory::list(const ListQuery& query) {
  const std::optional<Position> start = read_cursor(query.cursor);
  if (!start) return Error(ErrorCode::InvalidArgument, "not a cursor").with("argument", "cursor");
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kMaxPage);
  return store_->read([&](db::Database& database) {
    const Sight sight(store_->catalog(), query.viewer);
    std::vector<Position> positions = positions_of_page(database, query, *start, sight, limit + 1);
    ListPage page;
    if (positions.size() > limit) {
      positions.resize(limit);
      page.next_cursor = write_cursor(positions.back());
    }
    for (const Position& position : positions) {
      page.items.push_back(load(*store_, database, position.certificate_id, [&](const db::PlaceRow& place) {
        return sight.sees(place.owner_id) && (query.gone || place.state != db::kGone);
      }));
    }
    return page;
  });
}

Result<CertificateEntry> Inventory::find(std::string_view thumbprint, const Viewer& viewer) {
  if (thumbprint.size() < kMinPrefixDigits || thumbprint.size() > 64 || !is_hex(thumbprint)) {
    return Error(ErrorCode::InvalidArgument, "8 to 64 hexadecimal digits").with("argument", "thumbprint");
  }
  auto found = store_->read([&](db::Database& database) {
    const Sight sight(store_->catalog(), viewer);
    std::vector<CertificateEntry> entries;
    for (const std::int64_t id : database.certificates.starting_with(thumbprint)) {
      CertificateEntry entry =
          load(*store_, database, id, [&](const db::PlaceRow& place) { return sight.sees(place.owner_id); });
      if (!entry.places.empty()) entries.push_back(std::move(entry));
    }
    return entries;
  });
  if (!found) return found.error();
  if (found->empty()) return Error(ErrorCode::NotFound).with("thumbprint", std::string(thumbprint));
  if (found->size() > 1) {
    return Error(ErrorCode::AmbiguousThumbprint)
        .with("thumbprint", std::string(thumbprint))
        .with("matches", std::to_string(found->size()));
  }
  return std::move(found->front());
}

Status Inventory::attention(Instant from, Instant to, const std::function<void(const AttentionEntry&)>& visit) {
  return store_->read([&](db::Database& database) {
    const Catalog& catalog = store_->catalog();
    AttentionEntry entry;
    std::int64_t current = 0;
    database.places.attention(from, to, [&](const db::AttentionRow& row) {
      if (row.certificate_id != current) {
        if (current != 0) visit(entry);
        current = row.certificate_id;
        entry.certificate = row.sha256;
        entry.not_before = row.not_before;
        entry.not_after = row.not_after;
        entry.profile = row.profile;
        entry.places.clear();
      }
      const auto kind = static_cast<SourceKind>(catalog.source(row.source_id).kind);
      entry.places.push_back({catalog.owner(row.owner_id).sid, kind, row.has_private_key});
    });
    if (current != 0) visit(entry);
  });
}

Result<std::int64_t> Inventory::count_before(Instant instant) {
  return store_->read([&](db::Database& database) {
    Store::CountBefore& known = store_->count_before();
    const bool usable = known.generation == store_->generation() && known.instant <= instant;
    const Instant from = usable ? known.instant : from_unix(INT64_MIN);
    const std::int64_t counted = database.places.count_live_between(from, instant);
    known = {store_->generation(), instant, (usable ? known.count : 0) + counted};
    return known.count;
  });
}

Result<Counts> Inventory::counts(const Viewer& viewer) {
  return store_->read([&](db::Database&) {
    const Catalog& catalog = store_->catalog();
    Counts counts;
    if (viewer.all) {
      counts.certificates = catalog.total();
    } else {
      counts.certificates = catalog.owner(db::kMachineOwnerId).certificates;
      const auto own = catalog.find_owner(viewer.sid);
      if (own && *own != db::kMachineOwnerId) {
        counts.certificates += catalog.owner(*own).certificates - catalog.owner(*own).shared;
      }
    }
    const Sight sight(catalog, viewer);
    for (const auto& [id, source] : catalog.sources()) {
      if (sight.sees(source.owner_id)) counts.unreadable += source.unreadable;
    }
    return counts;
  });
}

Result<std::vector<UnreadableEntry>> Inventory::unreadable(const Viewer& viewer, std::size_t limit) {
  return store_->read([&](db::Database& database) {
    const Sight sight(store_->catalog(), viewer);
    std::vector<UnreadableEntry> entries;
    for (const auto& [id, source] : store_->catalog().sources()) {
      if (!sight.sees(source.owner_id) || source.unreadable == 0) continue;
      const auto left = static_cast<std::int64_t>(limit - std::min(limit, entries.size()));
      for (const db::UnreadableRow& row : database.unreadable.of_source(id, left)) {
        const bool folder = source.kind == static_cast<std::int64_t>(SourceKind::Folder);
        entries.push_back({source.name, folder ? join_path(source.name, row.item) : row.item,
                           store_->catalog().owner(source.owner_id).sid, row.error, row.first_seen});
      }
    }
    return entries;
  });
}

Result<std::vector<SourceEntry>> Inventory::sources(const Viewer& viewer) {
  return store_->read([&](db::Database&) {
    const Sight sight(store_->catalog(), viewer);
    std::vector<SourceEntry> entries;
    for (const auto& [id, row] : store_->catalog().sources()) {
      if (row.removed || !sight.sees(row.owner_id)) continue;
      entries.push_back({static_cast<SourceKind>(row.kind), row.name, store_->catalog().owner(row.owner_id).sid,
                         row.last_scan, row.error, row.places, row.unreadable, row.token_label, row.token_present});
    }
    return entries;
  });
}

}  // namespace kigen::inventory

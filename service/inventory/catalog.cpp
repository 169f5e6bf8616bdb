#include "service/inventory/catalog.h"

#include <charconv>

#include "db/failure.h"

namespace kigen::inventory {
namespace {

constexpr const char* kTotal = "certificates";

template <class Map>
auto& at_or_corrupt(Map& map, std::int64_t id) {
  const auto found = map.find(id);
  if (found == map.end()) db::throw_corrupt("a row names an owner or a source that is not there");
  return found->second;
}

}  // namespace

void Catalog::load(db::Database& database) {
  *this = Catalog{};
  for (db::OwnerRow& row : database.owners.all()) {
    owner_ids_.emplace(row.sid, row.id);
    owners_.emplace(row.id, std::move(row));
  }
  for (db::SourceRow& row : database.sources.all()) sources_.emplace(row.id, std::move(row));
  at_or_corrupt(owners_, db::kMachineOwnerId);
  if (const auto text = database.meta.get(kTotal)) {
    const auto [stop, problem] = std::from_chars(text->data(), text->data() + text->size(), total_);
    if (problem != std::errc{}) db::throw_corrupt("the number of certificates is malformed");
  }
}

void Catalog::flush(db::Database& database) {
  for (const std::int64_t id : dirty_owners_) database.owners.update(owner(id));
  for (const std::int64_t id : dirty_sources_) database.sources.update(source(id));
  if (dirty_total_) database.meta.put(kTotal, std::to_string(total_));
  dirty_owners_.clear();
  dirty_sources_.clear();
  dirty_total_ = false;
}

std::optional<std::int64_t> Catalog::find_owner(std::string_view sid) const {
  const auto found = owner_ids_.find(sid);
  if (found == owner_ids_.end()) return std::nullopt;
  return found->second;
}

std::int64_t Catalog::ensure_owner(db::Database& database, std::string_view sid) {
  if (const auto known = find_owner(sid)) return *known;
  db::OwnerRow row;
  row.sid = sid;
  row.id = database.owners.insert(sid);
  owner_ids_.emplace(row.sid, row.id);
  const std::int64_t id = row.id;
  owners_.emplace(id, std::move(row));
  return id;
}

const db::OwnerRow& Catalog::owner(std::int64_t id) const {
  return at_or_corrupt(owners_, id);
}

db::OwnerRow& Catalog::change_owner(std::int64_t id) {
  dirty_owners_.insert(id);
  return at_or_corrupt(owners_, id);
}

std::optional<std::int64_t> Catalog::find_source(SourceKind kind, std::string_view name, std::int64_t owner_id) const {
  for (const auto& [id, row] : sources_) {
    if (row.owner_id == owner_id && row.kind == static_cast<std::int64_t>(kind) && row.name == name) return id;
  }
  return std::nullopt;
}

std::int64_t Catalog::ensure_source(db::Database& database, SourceKind kind, std::string_view name,
                                    std::int64_t owner_id) {
  if (const auto known = find_source(kind, name, owner_id)) {
    if (source(*known).removed) change_source(*known).removed = false;
    return *known;
  }
  db::SourceRow row;
  row.owner_id = owner_id;
  row.kind = static_cast<std::int64_t>(kind);
  row.name = name;
  row.id = database.sources.insert(row);
  const std::int64_t id = row.id;
  sources_.emplace(id, std::move(row));
  return id;
}

const db::SourceRow& Catalog::source(std::int64_t id) const {
  return at_or_corrupt(sources_, id);
}

db::SourceRow& Catalog::change_source(std::int64_t id) {
  dirty_sources_.insert(id);
  return at_or_corrupt(sources_, id);
}

void Catalog::forget_source(db::Database& database, std::int64_t id) {
  database.sources.remove(id);
  dirty_sources_.erase(id);
  sources_.erase(id);
}

void Catalog::add_total(std::int64_t delta) {
  total_ += delta;
  dirty_total_ = true;
}

}  // namespace kigen::inventory

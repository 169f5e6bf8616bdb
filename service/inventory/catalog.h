// Owners and sources with their counters, held in memory: few rows that nearly every request needs.
//
// Threads: the database thread. What changes is written by flush(), inside the transaction of the change that caused
// it; when a transaction fails, load() brings back what the disk has.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "db/database.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class Catalog {
 public:
  void load(db::Database& database);
  void flush(db::Database& database);
  [[nodiscard]] bool is_dirty() const { return !dirty_owners_.empty() || !dirty_sources_.empty() || dirty_total_; }

  [[nodiscard]] std::optional<std::int64_t> find_owner(std::string_view sid) const;
  std::int64_t ensure_owner(db::Database& database, std::string_view sid);
  [[nodiscard]] const db::OwnerRow& owner(std::int64_t id) const;
  [[nodiscard]] db::OwnerRow& change_owner(std::int64_t id);

  [[nodiscard]] std::optional<std::int64_t> find_source(SourceKind kind, std::string_view name,
                                                        std::int64_t owner_id) const;
  std::int64_t ensure_source(db::Database& database, SourceKind kind, std::string_view name, std::int64_t owner_id);
  [[nodiscard]] const db::SourceRow& source(std::int64_t id) const;
  [[nodiscard]] db::SourceRow& change_source(std::int64_t id);
  /// Nothing may refer to it any more.
  void forget_source(db::Database& database, std::int64_t id);
  [[nodiscard]] const std::map<std::int64_t, db::SourceRow>& sources() const { return sources_; }

  /// Distinct certificates of all owners with a place that is not gone.
  [[nodiscard]] std::int64_t total() const { return total_; }
  void add_total(std::int64_t delta);

 private:
  std::map<std::int64_t, db::OwnerRow> owners_;
  std::map<std::string, std::int64_t, std::less<>> owner_ids_;
  std::map<std::int64_t, db::SourceRow> sources_;
  std::int64_t total_ = 0;
  std::set<std::int64_t> dirty_owners_, dirty_sources_;
  bool dirty_total_ = false;
};

}  // namespace kigen::inventory

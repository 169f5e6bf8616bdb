// The tables of sources and of owners, with their counters. Both are small: the inventory holds them in memory and
// writes back what changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/error.h"
#include "common/base/time.h"
#include "db/statement.h"

namespace kigen::db {

inline constexpr std::int64_t kMachineOwnerId = 1;

struct OwnerRow {
  std::int64_t id = 0;
  std::string sid;
  std::int64_t certificates = 0;  ///< distinct ones with a place of this owner that is not gone
  std::int64_t shared = 0;        ///< of them, those that the machine has too
};

struct SourceRow {
  std::int64_t id = 0;
  std::int64_t owner_id = 0;
  std::int64_t kind = 0;
  std::string name;
  std::optional<Instant> last_scan;
  std::optional<Error> error;
  std::int64_t places = 0;  ///< not gone
  std::int64_t unreadable = 0;
  bool removed = false;       ///< configured no longer; kept for its gone places
  std::string token_label;    ///< of a token: what it calls itself
  bool token_present = true;  ///< of a token: it is inserted
};

class OwnersTable {
 public:
  explicit OwnersTable(Connection& connection);
  std::int64_t insert(std::string_view sid);
  void update(const OwnerRow& row);
  [[nodiscard]] std::vector<OwnerRow> all();

 private:
  Connection& connection_;
  Statement insert_, update_, all_;
};

class SourcesTable {
 public:
  explicit SourcesTable(Connection& connection);
  std::int64_t insert(const SourceRow& row);  ///< owner, kind and name only; update() writes the rest
  void remove(std::int64_t id);               ///< nothing may refer to it any more
  void update(const SourceRow& row);
  [[nodiscard]] std::vector<SourceRow> all();

 private:
  Connection& connection_;
  Statement insert_, update_, remove_, all_;
};

}  // namespace kigen::db

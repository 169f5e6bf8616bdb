// The table of items that could not be read as certificates, with the reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/error.h"
#include "common/base/time.h"
#include "db/statement.h"

namespace kigen::db {

struct UnreadableRow {
  std::int64_t id = 0;
  std::int64_t source_id = 0;
  std::int64_t item_key = 0;
  std::string item;  ///< UTF-8; relative to the source
  Error error;
  Instant first_seen{};
};

class UnreadableTable {
 public:
  explicit UnreadableTable(Connection& connection);
  void insert(const UnreadableRow& row);
  [[nodiscard]] std::vector<UnreadableRow> of_item(std::int64_t source_id, std::int64_t item_key);
  [[nodiscard]] std::vector<UnreadableRow> of_source(std::int64_t source_id, std::int64_t limit);
  void remove(std::int64_t id);

 private:
  Statement insert_, of_item_, of_source_, remove_;
};

}  // namespace kigen::db

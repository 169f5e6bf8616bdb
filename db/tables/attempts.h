// What users' wizards tried, and how it ended. Owner and certificate together say whose attempt at what.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "db/rows.h"
#include "db/statement.h"

namespace kigen::db {

class AttemptsTable {
 public:
  explicit AttemptsTable(Connection& connection);
  void insert(const AttemptRow& row);
  /// Ends the kAttemptStored of the same job: the row that is inserted next says more.
  void remove_stored(const AttemptRow& row);
  /// All that speaks of whether `made`, a new certificate, is proven: attempts that brought it, and later ones at what
  /// it was to replace; newest first.
  [[nodiscard]] std::vector<AttemptRow> that_made(std::string_view owner, const Sha256& made, std::int64_t limit);
  /// To renew `certificate`, or the one that brought it; newest first.
  [[nodiscard]] std::vector<AttemptRow> of(std::string_view owner, const Sha256& certificate, std::int64_t limit);
  void keep_of_certificate(std::string_view owner, const Sha256& certificate, std::int64_t count);
  void keep_of_owner(std::string_view owner, std::int64_t count);
  void keep_newest(std::int64_t count);

 private:
  Statement insert_, remove_stored_, of_, that_made_, keep_of_certificate_, keep_of_owner_, keep_;
};

}  // namespace kigen::db

// What the service means to renew unattended, and when: one row per owner and certificate.
#pragma once

#include <string_view>
#include <vector>

#include "db/rows.h"
#include "db/statement.h"

namespace kigen::db {

class RenewalsTable {
 public:
  explicit RenewalsTable(Connection& connection);
  void put(const RenewalRow& row);
  [[nodiscard]] std::vector<RenewalRow> all();
  void remove(std::string_view owner, const Sha256& certificate);

 private:
  Statement put_, all_, remove_;
};

}  // namespace kigen::db

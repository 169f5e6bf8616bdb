#include "db/tables/renewals.h"

#include "db/tables/thumbprint.h"

namespace kigen::db {

RenewalsTable::RenewalsTable(Connection& connection)
    : put_(connection,
           "INSERT OR REPLACE INTO renewals(owner, certificate, at, missed, failures, begun) VALUES (?,?,?,?,?,?)"),
      all_(connection, "SELECT owner, certificate, at, missed, failures, begun FROM renewals"),
      remove_(connection, "DELETE FROM renewals WHERE owner = ? AND certificate = ?") {}

void RenewalsTable::put(const RenewalRow& row) {
  put_.run(row.owner, row.certificate, row.at, row.missed, row.failures, row.begun);
}

std::vector<RenewalRow> RenewalsTable::all() {
  std::vector<RenewalRow> out;
  Rows rows = all_.query();
  while (rows.next()) {
    RenewalRow& row = out.emplace_back();
    row.owner = rows.text(0);
    row.certificate = thumbprint(rows.blob(1));
    row.at = rows.instant(2);
    row.missed = rows.integer(3);
    row.failures = rows.integer(4);
    row.begun = rows.optional_instant(5);
  }
  return out;
}

void RenewalsTable::remove(std::string_view owner, const Sha256& certificate) {
  remove_.run(owner, certificate);
}

}  // namespace kigen::db

#include "db/transaction.h"

#include <sqlite3.h>

#include "db/connection.h"

namespace kigen::db {

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // Some errors (full disk, corruption) have rolled back already.
  if (open_ && ::sqlite3_get_autocommit(connection_.get()) == 0) {
    ::sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  connection_.execute("COMMIT");
  open_ = false;
}

}  // namespace kigen::db

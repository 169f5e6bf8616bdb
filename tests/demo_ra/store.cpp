#include "tests/demo_ra/store.h"

#include "db/transaction.h"

namespace kigen::demo_ra {
namespace {

constexpr char kSchema[] = R"(
CREATE TABLE IF NOT EXISTS text(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS account(label TEXT NOT NULL, user TEXT NOT NULL, condition INTEGER NOT NULL,
  wrong INTEGER NOT NULL, locked_until INTEGER, waited INTEGER NOT NULL, issued INTEGER NOT NULL,
  PRIMARY KEY(label, user)) STRICT;
CREATE TABLE IF NOT EXISTS issued(id INTEGER PRIMARY KEY, serial TEXT NOT NULL UNIQUE, label TEXT NOT NULL,
  user TEXT NOT NULL, key TEXT NOT NULL, not_before INTEGER NOT NULL, not_after INTEGER NOT NULL, der BLOB NOT NULL,
  superseded INTEGER NOT NULL, how TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS token(serial TEXT PRIMARY KEY COLLATE NOCASE, label TEXT NOT NULL, user TEXT NOT NULL,
  holds INTEGER NOT NULL, held_at_first INTEGER NOT NULL) STRICT;
)";

db::Connection open(const std::filesystem::path& file) {
  db::Connection connection(file, db::OpenMode::Create);
  connection.execute(kSchema);
  return connection;
}

}  // namespace

Store::Store(const std::filesystem::path& file)
    : connection_(open(file)),
      get_text_(connection_, "SELECT value FROM text WHERE name = ?"),
      put_text_(connection_, "INSERT OR REPLACE INTO text(name, value) VALUES(?, ?)"),
      get_state_(connection_,
                 "SELECT condition, wrong, locked_until, waited, issued FROM account WHERE label = ? AND user = ?"),
      put_state_(connection_,
                 "INSERT OR REPLACE INTO account(label, user, condition, wrong, locked_until, waited, issued) "
                 "VALUES(?, ?, ?, ?, ?, ?, ?)"),
      supersede_(connection_, "UPDATE issued SET superseded = 1 WHERE label = ? AND user = ?"),
      add_(connection_,
           "INSERT INTO issued(serial, label, user, key, not_before, not_after, der, superseded, how) "
           "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      by_serial_(connection_,
                 "SELECT serial, label, user, key, not_before, not_after, der, superseded, how FROM issued "
                 "WHERE serial = ?"),
      by_key_(connection_,
              "SELECT serial, label, user, key, not_before, not_after, der, superseded, how FROM issued "
              "WHERE label = ? AND user = ? AND key = ? ORDER BY id DESC LIMIT 1"),
      all_(connection_,
           "SELECT serial, label, user, key, not_before, not_after, der, superseded, how FROM issued ORDER BY id"),
      get_token_(connection_, "SELECT serial, label, user, holds FROM token WHERE serial = ?"),
      all_tokens_(connection_, "SELECT serial, label, user, holds FROM token ORDER BY serial"),
      put_token_(connection_,
                 "INSERT OR REPLACE INTO token(serial, label, user, holds, held_at_first) VALUES(?1, ?2, ?3, ?4, ?4)"),
      hold_token_(connection_, "UPDATE token SET holds = ?2 WHERE serial = ?1"),
      remove_token_(connection_, "DELETE FROM token WHERE serial = ?") {}

std::string Store::text(const std::string& name) {
  db::Rows rows = get_text_.query(name);
  return rows.next() ? rows.text(0) : std::string();
}

void Store::set_text(const std::string& name, const std::string& value) {
  put_text_.run(name, value);
}

AccountState Store::state(const Account& account, Instant now) {
  db::Rows rows = get_state_.query(account.label, account.user);
  if (!rows.next()) return initial_state(account, now);
  return {.condition = static_cast<Condition>(rows.integer(0)),
          .wrong = static_cast<int>(rows.integer(1)),
          .locked_until = rows.optional_instant(2),
          .waited = static_cast<int>(rows.integer(3)),
          .issued = rows.boolean(4)};
}

void Store::set_state(const Account& account, const AccountState& state) {
  put_state_.run(account.label, account.user, state.condition, state.wrong, state.locked_until, state.waited,
                 state.issued);
}

void Store::add(const IssuedRecord& record) {
  db::Transaction transaction(connection_);
  if (!record.superseded) supersede_.run(record.label, record.user);
  add_.run(record.serial, record.label, record.user, record.key, record.not_before, record.not_after, record.der,
           record.superseded, record.how);
  transaction.commit();
}

IssuedRecord Store::read(db::Rows& rows) {
  const db::Blob der = rows.blob(6);
  return {.serial = rows.text(0),
          .label = rows.text(1),
          .user = rows.text(2),
          .key = rows.text(3),
          .not_before = rows.instant(4),
          .not_after = rows.instant(5),
          .der = Bytes(der.begin(), der.end()),
          .superseded = rows.boolean(7),
          .how = rows.text(8)};
}

std::optional<IssuedRecord> Store::by_serial(const std::string& serial) {
  db::Rows rows = by_serial_.query(serial);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

std::optional<IssuedRecord> Store::by_key(const Account& account, const std::string& key) {
  db::Rows rows = by_key_.query(account.label, account.user, key);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

std::vector<IssuedRecord> Store::issued() {
  std::vector<IssuedRecord> all;
  for (db::Rows rows = all_.query(); rows.next();) all.push_back(read(rows));
  return all;
}

HandedOut Store::read_token(db::Rows& rows) {
  return {.serial = rows.text(0), .label = rows.text(1), .user = rows.text(2), .holds_certificate = rows.boolean(3)};
}

std::optional<HandedOut> Store::token(const std::string& serial) {
  db::Rows rows = get_token_.query(serial);
  if (!rows.next()) return std::nullopt;
  return read_token(rows);
}

std::vector<HandedOut> Store::tokens() {
  std::vector<HandedOut> all;
  for (db::Rows rows = all_tokens_.query(); rows.next();) all.push_back(read_token(rows));
  return all;
}

void Store::put(const HandedOut& token) {
  put_token_.run(token.serial, token.label, token.user, token.holds_certificate);
}

void Store::set_holds(const std::string& serial, bool holds_certificate) {
  hold_token_.run(serial, holds_certificate);
}

void Store::remove_token(const std::string& serial) {
  remove_token_.run(serial);
}

void Store::reset() {
  connection_.execute("DELETE FROM account; DELETE FROM issued; UPDATE token SET holds = held_at_first;");
}

}  // namespace kigen::demo_ra

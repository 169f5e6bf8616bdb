#include "db/migrations.h"

#include <array>
#include <string>

#include "db/connection.h"
#include "db/transaction.h"

namespace kigen::db {
namespace {

// Hashes: `hash_key` is the first 8 bytes of sha256, so that the index stays small; equal keys are told apart by the
// row. places.not_after repeats the certificate's (which never changes): one index then answers "what is due" without
// the row. state: 0 live, 1 superseded, 2 gone. last_seen is set when a place is gone; until then the source's
// last_scan says it.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE owners(
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  certificates INTEGER NOT NULL DEFAULT 0,
  shared INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE sources(
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES owners(id),
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  last_scan INTEGER,
  error TEXT,
  places INTEGER NOT NULL DEFAULT 0,
  unreadable INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  UNIQUE(owner_id, kind, name)) STRICT;
CREATE TABLE certificates(
  id INTEGER PRIMARY KEY,
  hash_key INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  sha1 BLOB NOT NULL,
  subject TEXT NOT NULL,
  issuer TEXT NOT NULL,
  serial TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  key_algorithm TEXT NOT NULL,
  key_bits INTEGER NOT NULL,
  extended_key_usage TEXT NOT NULL,
  subject_alt_names TEXT NOT NULL,
  policies TEXT NOT NULL,
  authority_key_id TEXT NOT NULL,
  is_ca INTEGER NOT NULL,
  family INTEGER NOT NULL,
  profile TEXT NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
CREATE INDEX certificates_by_hash ON certificates(hash_key);
CREATE INDEX certificates_by_family ON certificates(family);
CREATE TABLE places(
  id INTEGER PRIMARY KEY,
  certificate_id INTEGER NOT NULL REFERENCES certificates(id),
  source_id INTEGER NOT NULL REFERENCES sources(id),
  owner_id INTEGER NOT NULL REFERENCES owners(id),
  item_key INTEGER NOT NULL,
  item TEXT NOT NULL,
  not_after INTEGER NOT NULL,
  has_private_key INTEGER NOT NULL,
  state INTEGER NOT NULL,
  superseded_by INTEGER,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER) STRICT;
CREATE INDEX places_by_certificate ON places(certificate_id);
CREATE INDEX places_by_item ON places(source_id, item_key);
CREATE INDEX places_by_expiry ON places(not_after, certificate_id, owner_id, state);
CREATE TABLE unreadable(
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources(id),
  item_key INTEGER NOT NULL,
  item TEXT NOT NULL,
  error TEXT NOT NULL,
  first_seen INTEGER NOT NULL) STRICT;
CREATE INDEX unreadable_by_item ON unreadable(source_id, item_key);
CREATE TABLE manifest(
  source_id INTEGER NOT NULL REFERENCES sources(id),
  chunk INTEGER NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY(source_id, chunk)) STRICT;
CREATE TABLE check_runs(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  "trigger" TEXT NOT NULL,
  total INTEGER NOT NULL,
  due INTEGER NOT NULL,
  expired INTEGER NOT NULL,
  lapsed INTEGER NOT NULL,
  unreadable INTEGER NOT NULL,
  errors TEXT NOT NULL) STRICT;
CREATE TABLE notices(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  severity TEXT NOT NULL,
  owner TEXT NOT NULL,
  code TEXT NOT NULL,
  args TEXT NOT NULL,
  certificate BLOB) STRICT;
CREATE TABLE notice_reads(
  owner TEXT NOT NULL,
  notice_id INTEGER NOT NULL REFERENCES notices(id) ON DELETE CASCADE,
  PRIMARY KEY(owner, notice_id)) STRICT, WITHOUT ROWID;
CREATE INDEX notice_reads_by_notice ON notice_reads(notice_id);
CREATE TABLE quiet(
  owner TEXT NOT NULL,
  certificate BLOB NOT NULL,
  set_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  anchor INTEGER,
  PRIMARY KEY(owner, certificate)) STRICT, WITHOUT ROWID;
INSERT INTO owners(id, sid) VALUES (1, 'machine');
)sql";

// attempts.certificate is empty for an issue that brought no certificate to tell it by. renewals: what the service
// means to renew unattended; `begun` while the owner's session is asked to.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE attempts(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  certificate BLOB NOT NULL,
  kind INTEGER NOT NULL,
  unattended INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  result INTEGER NOT NULL,
  ra_code TEXT NOT NULL,
  next_attempt INTEGER,
  new_certificate BLOB) STRICT;
CREATE INDEX attempts_by_certificate ON attempts(certificate, owner);
CREATE INDEX attempts_by_new_certificate ON attempts(new_certificate) WHERE new_certificate IS NOT NULL;
CREATE INDEX attempts_by_owner ON attempts(owner);
CREATE TABLE renewals(
  owner TEXT NOT NULL,
  certificate BLOB NOT NULL,
  at INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  begun INTEGER,
  PRIMARY KEY(owner, certificate)) STRICT, WITHOUT ROWID;
)sql";

// Of sources that are tokens: what the token calls itself, and whether it is inserted.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE sources ADD COLUMN token_label TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN token_present INTEGER NOT NULL DEFAULT 1;
)sql";

constexpr std::array<const char*, 3> kMigrations{kVersion1, kVersion2, kVersion3};

}  // namespace

std::span<const char* const> migrations() {
  return kMigrations;
}
int newest_version() {
  return static_cast<int>(kMigrations.size());
}

void migrate(Connection& connection, int target) {
  if (target == 0) target = newest_version();
  for (int version = std::stoi(connection.scalar("PRAGMA user_version")); version < target; ++version) {
    Transaction transaction(connection);
    connection.execute(kMigrations[static_cast<std::size_t>(version)]);
    if (version == 0) connection.execute("PRAGMA application_id=" + std::to_string(kApplicationId));
    connection.execute("PRAGMA user_version=" + std::to_string(version + 1));
    transaction.commit();
  }
}

}  // namespace kigen::db

#include "db/tables/attempts.h"

#include "db/tables/thumbprint.h"

#define KIGEN_ATTEMPT_COLUMNS \
  "id, owner, certificate, kind, unattended, started, ended, result, ra_code, next_attempt, new_certificate"

namespace kigen::db {
namespace {

std::vector<AttemptRow> read_attempts(Rows rows) {
  std::vector<AttemptRow> out;
  while (rows.next()) {
    AttemptRow& row = out.emplace_back();
    row.id = rows.integer(0);
    row.owner = rows.text(1);
    row.certificate = optional_thumbprint(rows.blob(2));
    row.kind = rows.integer(3) == 0 ? AttemptKind::Issue : AttemptKind::Renew;
    row.unattended = rows.boolean(4);
    row.started = rows.instant(5);
    row.ended = rows.instant(6);
    row.result = static_cast<int>(rows.integer(7));
    row.ra_code = rows.text(8);
    row.next_attempt = rows.optional_instant(9);
    if (!rows.is_null(10)) row.new_certificate = optional_thumbprint(rows.blob(10));
  }
  return out;
}

Blob bytes_of(const std::optional<Sha256>& certificate) {
  return certificate ? Blob(*certificate) : Blob();
}

}  // namespace

AttemptsTable::AttemptsTable(Connection& connection)
    : insert_(connection,
              "INSERT INTO attempts(owner, certificate, kind, unattended, started, ended, result, ra_code, "
              "next_attempt, new_certificate) VALUES (?,?,?,?,?,?,?,?,?,?)"),
      // The issues of an owner share an empty certificate: there the new one tells them apart.
      remove_stored_(connection,
                     "DELETE FROM attempts WHERE certificate = ?2 AND owner = ?1 AND result = ?3 AND "
                     "(length(certificate) > 0 OR new_certificate IS ?4)"),
      of_(connection, "SELECT " KIGEN_ATTEMPT_COLUMNS
                      " FROM attempts WHERE (certificate = ?2 OR new_certificate = ?2) AND owner = ?1 "
                      "ORDER BY id DESC LIMIT ?3"),
      that_made_(connection, "SELECT " KIGEN_ATTEMPT_COLUMNS
                             " FROM attempts WHERE owner = ?1 AND (new_certificate = ?2 OR certificate IN (SELECT "
                             "certificate FROM attempts WHERE new_certificate = ?2 AND owner = ?1 AND "
                             "length(certificate) > 0)) ORDER BY id DESC LIMIT ?3"),
      keep_of_certificate_(connection,
                           "DELETE FROM attempts WHERE certificate = ?2 AND owner = ?1 AND id <= (SELECT id FROM "
                           "attempts WHERE certificate = ?2 AND owner = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?3)"),
      keep_of_owner_(connection,
                     "DELETE FROM attempts WHERE owner = ?1 AND id <= (SELECT id FROM attempts WHERE owner = ?1 "
                     "ORDER BY id DESC LIMIT 1 OFFSET ?2)"),
      keep_(connection, "DELETE FROM attempts WHERE id <= (SELECT max(id) FROM attempts) - ?") {}

void AttemptsTable::insert(const AttemptRow& row) {
  insert_.run(row.owner, bytes_of(row.certificate), row.kind, row.unattended, row.started, row.ended, row.result,
              row.ra_code, row.next_attempt, row.new_certificate);
}

void AttemptsTable::remove_stored(const AttemptRow& row) {
  remove_stored_.run(row.owner, bytes_of(row.certificate), kAttemptStored, row.new_certificate);
}

std::vector<AttemptRow> AttemptsTable::of(std::string_view owner, const Sha256& certificate, std::int64_t limit) {
  return read_attempts(of_.query(owner, certificate, limit));
}

std::vector<AttemptRow> AttemptsTable::that_made(std::string_view owner, const Sha256& made, std::int64_t limit) {
  return read_attempts(that_made_.query(owner, made, limit));
}

void AttemptsTable::keep_of_certificate(std::string_view owner, const Sha256& certificate, std::int64_t count) {
  keep_of_certificate_.run(owner, certificate, count);
}

void AttemptsTable::keep_of_owner(std::string_view owner, std::int64_t count) {
  keep_of_owner_.run(owner, count);
}

void AttemptsTable::keep_newest(std::int64_t count) {
  keep_.run(count);
}

}  // namespace kigen::db

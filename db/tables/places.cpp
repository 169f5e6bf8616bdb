#include "db/tables/places.h"

#include <bit>

#include "db/tables/thumbprint.h"

namespace kigen::db {
namespace {

#define KIGEN_PLACE_COLUMNS                                                                      \
  "id, certificate_id, source_id, owner_id, item_key, item, not_after, has_private_key, state, " \
  "superseded_by, first_seen, last_seen"

std::vector<PlaceRow> read_places(Rows rows) {
  std::vector<PlaceRow> out;
  while (rows.next()) {
    PlaceRow& row = out.emplace_back();
    row.id = rows.integer(0);
    row.certificate_id = rows.integer(1);
    row.source_id = rows.integer(2);
    row.owner_id = rows.integer(3);
    row.item_key = rows.integer(4);
    row.item = rows.text(5);
    row.not_after = rows.instant(6);
    row.has_private_key = rows.boolean(7);
    row.state = rows.integer(8);
    row.superseded_by = rows.optional_integer(9);
    row.first_seen = rows.instant(10);
    row.last_seen = rows.optional_instant(11);
  }
  return out;
}

}  // namespace

PlacesTable::PlacesTable(Connection& connection)
    : insert_(
          connection,
          "INSERT INTO places(certificate_id, source_id, owner_id, item_key, item, not_after, has_private_key, state, "
          "superseded_by, first_seen, last_seen) VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
      of_item_(connection, "SELECT " KIGEN_PLACE_COLUMNS
                           " FROM places INDEXED BY places_by_item WHERE source_id = ? AND item_key = ?"),
      of_certificate_(connection, "SELECT " KIGEN_PLACE_COLUMNS
                                  " FROM places INDEXED BY places_by_certificate WHERE certificate_id = ? ORDER BY id"),
      present_(connection, "SELECT " KIGEN_PLACE_COLUMNS
                           " FROM places WHERE id > ?2 AND source_id = ?1 AND state <> 2 ORDER BY id LIMIT ?3"),
      any_(connection, "SELECT 1 FROM places INDEXED BY places_by_item WHERE source_id = ? LIMIT 1"),
      of_source_(connection,
                 "SELECT " KIGEN_PLACE_COLUMNS " FROM places INDEXED BY places_by_item WHERE source_id = ? LIMIT ?"),
      family_(connection,
              "SELECT p.id, p.certificate_id, p.owner_id, p.has_private_key, p.state, p.superseded_by, c.not_before, "
              "c.not_after, c.issuer, c.profile, c.sha256 FROM certificates c INDEXED BY certificates_by_family "
              "CROSS JOIN places p INDEXED BY places_by_certificate "
              "WHERE c.family = ? AND p.certificate_id = c.id AND p.state <> 2"),
      set_state_(connection, "UPDATE places SET state = ?, superseded_by = ?, last_seen = NULL WHERE id = ?"),
      set_gone_(connection, "UPDATE places SET state = 2, superseded_by = NULL, last_seen = ? WHERE id = ?"),
      set_key_(connection, "UPDATE places SET has_private_key = ? WHERE id = ?"),
      remove_(connection, "DELETE FROM places WHERE id = ?"),
      live_(connection,
            "SELECT not_after, certificate_id, owner_id, state FROM places INDEXED BY places_by_expiry "
            "WHERE not_after >= ? AND not_after < ? AND state = 0 ORDER BY not_after, certificate_id"),
      attention_(connection,
                 "SELECT p.certificate_id, c.sha256, c.not_before, c.not_after, c.profile, p.owner_id, p.source_id, "
                 "p.has_private_key FROM places p INDEXED BY places_by_expiry CROSS JOIN certificates c "
                 "WHERE p.not_after >= ? AND p.not_after < ? AND p.state = 0 AND c.id = p.certificate_id "
                 "ORDER BY p.not_after, p.certificate_id"),
      count_live_(connection,
                  "SELECT count(*) FROM (SELECT DISTINCT not_after, certificate_id FROM places INDEXED BY "
                  "places_by_expiry WHERE not_after >= ? AND not_after < ? AND state = 0)"),
      walk_(connection,
            "SELECT not_after, certificate_id, owner_id, state FROM places INDEXED BY places_by_expiry "
            "WHERE (not_after, certificate_id) > (?, ?) AND not_after < ? ORDER BY not_after, certificate_id"),
      gone_(connection, "SELECT " KIGEN_PLACE_COLUMNS " FROM places WHERE state = 2 AND last_seen < ? LIMIT ?") {}

void PlacesTable::insert(const PlaceRow& row) {
  insert_.run(row.certificate_id, row.source_id, row.owner_id, row.item_key, row.item, row.not_after,
              row.has_private_key, row.state, row.superseded_by, row.first_seen, row.last_seen);
}

AttentionRow PlacesTable::attention_row(const Rows& rows) {
  AttentionRow row;
  row.certificate_id = rows.integer(0);
  row.sha256 = thumbprint(rows.blob(1));
  row.not_before = rows.instant(2);
  row.not_after = rows.instant(3);
  row.profile = rows.view(4);
  row.owner_id = rows.integer(5);
  row.source_id = rows.integer(6);
  row.has_private_key = rows.boolean(7);
  return row;
}

std::vector<PlaceRow> PlacesTable::of_item(std::int64_t source_id, std::int64_t item_key) {
  return read_places(of_item_.query(source_id, item_key));
}

std::vector<PlaceRow> PlacesTable::of_certificate(std::int64_t certificate_id) {
  return read_places(of_certificate_.query(certificate_id));
}

std::vector<PlaceRow> PlacesTable::present_in(std::int64_t source_id, std::int64_t after, std::int64_t limit) {
  return read_places(present_.query(source_id, after, limit));
}

bool PlacesTable::is_empty(std::int64_t source_id) {
  return !any_.query(source_id).next();
}

std::vector<PlaceRow> PlacesTable::of_source(std::int64_t source_id, std::int64_t limit) {
  return read_places(of_source_.query(source_id, limit));
}

std::vector<FamilyMember> PlacesTable::family(std::uint64_t family) {
  std::vector<FamilyMember> out;
  Rows rows = family_.query(std::bit_cast<std::int64_t>(family));
  while (rows.next()) {
    FamilyMember& member = out.emplace_back();
    member.place_id = rows.integer(0);
    member.certificate_id = rows.integer(1);
    member.owner_id = rows.integer(2);
    member.has_private_key = rows.boolean(3);
    member.state = rows.integer(4);
    member.superseded_by = rows.optional_integer(5);
    member.not_before = rows.instant(6);
    member.not_after = rows.instant(7);
    member.issuer = rows.text(8);
    member.profile = rows.text(9);
    member.sha256 = thumbprint(rows.blob(10));
  }
  return out;
}

void PlacesTable::set_state(std::int64_t id, std::int64_t state, std::optional<std::int64_t> superseded_by) {
  set_state_.run(state, superseded_by, id);
}

void PlacesTable::set_gone(std::int64_t id, Instant last_seen) {
  set_gone_.run(last_seen, id);
}

void PlacesTable::set_private_key(std::int64_t id, bool has_private_key) {
  set_key_.run(has_private_key, id);
}

void PlacesTable::remove(std::int64_t id) {
  remove_.run(id);
}

std::vector<PlaceKey> PlacesTable::live_between(Instant from, Instant to) {
  std::vector<PlaceKey> out;
  Rows rows = live_.query(from, to);
  while (rows.next()) out.push_back({rows.instant(0), rows.integer(1), rows.integer(2), rows.integer(3)});
  return out;
}

std::int64_t PlacesTable::count_live_between(Instant from, Instant to) {
  Rows rows = count_live_.query(from, to);
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<PlaceRow> PlacesTable::gone_before(Instant instant, std::int64_t limit) {
  return read_places(gone_.query(instant, limit));
}

}  // namespace kigen::db

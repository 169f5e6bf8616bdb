#include "service/inventory/placing.h"

#include <algorithm>
#include <set>

#include "db/failure.h"
#include "service/inventory/store.h"
#include "service/inventory/superseding.h"

namespace kigen::inventory {

KnownCertificate Placing::ensure_certificate(const CertificateRecord& record) {
  KnownCertificate certificate{0, false, record.not_after, record.family};
  if (const auto id = database_.certificates.find(record.sha256)) {
    certificate.id = *id;
    return certificate;
  }
  if (database_.certificates.has_family(record.family)) store_.families().insert(record.family);
  const Matcher& matcher = store_.options().matcher;
  certificate.id = database_.certificates.insert(record, matcher ? matcher(record) : std::string{});
  certificate.is_new = true;
  return certificate;
}

KnownCertificate Placing::known(std::int64_t id) {
  const auto row = database_.certificates.get(id);
  if (!row) db::throw_corrupt("a place names a certificate that is not there");
  return {id, false, row->record.not_after, row->record.family};
}

void Placing::add(const KnownCertificate& certificate, const Finding& finding) {
  const std::int64_t owner_id = store_.catalog().source(finding.source_id).owner_id;
  count(certificate, finding.source_id, 0, +1);
  db::PlaceRow row;
  row.certificate_id = certificate.id;
  row.source_id = finding.source_id;
  row.owner_id = owner_id;
  row.item_key = finding.item_key;
  row.item = finding.item;
  row.not_after = certificate.not_after;
  row.has_private_key = finding.has_private_key;
  row.first_seen = now_;
  database_.places.insert(row);
  if (!certificate.is_new) store_.families().insert(certificate.family);
  changed_ = true;
}

void Placing::confirm(const KnownCertificate& certificate, const db::PlaceRow& place, bool has_private_key) {
  if (place.state == db::kGone) {
    count(certificate, place.source_id, place.id, +1);
    database_.places.set_state(place.id, db::kLive, std::nullopt);
    note_change(certificate.family);
  }
  if (place.has_private_key != has_private_key) {
    database_.places.set_private_key(place.id, has_private_key);
    note_change(certificate.family);
  }
}

void Placing::lose(const db::PlaceRow& place) {
  if (place.state == db::kGone) return;
  const KnownCertificate certificate = known(place.certificate_id);
  count(certificate, place.source_id, place.id, -1);
  database_.places.set_gone(place.id, store_.catalog().source(place.source_id).last_scan.value_or(place.first_seen));
  note_change(certificate.family);
}

void Placing::set_unreadable(std::int64_t source_id, std::int64_t item_key,
                             const std::vector<SnapshotUnreadable>& now_found) {
  std::vector<db::UnreadableRow> before = database_.unreadable.of_item(source_id, item_key);
  for (const SnapshotUnreadable& found : now_found) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const db::UnreadableRow& row) {
      return row.item == found.item && row.error == found.error;
    });
    if (same != before.end()) {
      before.erase(same);
      continue;
    }
    database_.unreadable.insert({0, source_id, item_key, found.item, found.error, now_});
    ++store_.catalog().change_source(source_id).unreadable;
    changed_ = true;
  }
  for (const db::UnreadableRow& row : before) remove_unreadable(row);
}

void Placing::remove_unreadable(const db::UnreadableRow& row) {
  database_.unreadable.remove(row.id);
  --store_.catalog().change_source(row.source_id).unreadable;
  changed_ = true;
}

// Counters are of distinct certificates: what else the certificate's places say decides whether they move.
void Placing::count(const KnownCertificate& certificate, std::int64_t source_id, std::int64_t place_id,
                    std::int64_t delta) {
  Catalog& catalog = store_.catalog();
  const std::int64_t owner_id = catalog.source(source_id).owner_id;
  catalog.change_source(source_id).places += delta;
  std::set<std::int64_t> others;
  if (!certificate.is_new) {
    for (const db::PlaceRow& other : database_.places.of_certificate(certificate.id)) {
      if (other.id != place_id && other.state != db::kGone) others.insert(other.owner_id);
    }
  }
  if (others.empty()) catalog.add_total(delta);
  if (others.contains(owner_id)) return;
  catalog.change_owner(owner_id).certificates += delta;
  if (owner_id != db::kMachineOwnerId) {
    if (others.contains(db::kMachineOwnerId)) catalog.change_owner(owner_id).shared += delta;
    return;
  }
  for (const std::int64_t other : others) catalog.change_owner(other).shared += delta;
}

void Placing::note_change(std::uint64_t family) {
  store_.families().insert(family);
  changed_ = true;
}

namespace {

// Whatever is newest of a certificate and of what it replaced is among these.
constexpr std::int64_t kWordsOfProof = 64;

std::set<std::pair<std::int64_t, std::int64_t>> unproven_of(Store& store, db::Database& database,
                                                            const std::vector<db::FamilyMember>& members) {
  std::set<std::pair<std::int64_t, std::int64_t>> unproven;
  if (members.size() < 2) return unproven;
  for (const db::FamilyMember& member : members) {
    const std::string& sid = store.catalog().owner(member.owner_id).sid;
    const auto attempts = database.attempts.that_made(sid, member.sha256, kWordsOfProof);
    if (is_unproven(member.sha256, attempts)) unproven.emplace(member.certificate_id, member.owner_id);
  }
  return unproven;
}

}  // namespace

void settle_families(Store& store, db::Database& database) {
  for (const std::uint64_t family : store.families()) {
    const std::vector<db::FamilyMember> members = database.places.family(family);
    const auto decided = decide_superseding(members, unproven_of(store, database, members));
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::int64_t state = decided[i] ? db::kSuperseded : db::kLive;
      if (members[i].state == state && members[i].superseded_by == decided[i]) continue;
      database.places.set_state(members[i].place_id, state, decided[i]);
      store.touch();
    }
  }
  store.families().clear();
}

}  // namespace kigen::inventory

// Inventory::apply_snapshot: what a store holds, as the tray reports it or the service reads it.
#include <algorithm>

#include "common/base/hex.h"
#include "common/x509/parse_certificate.h"
#include "service/inventory/file_name.h"
#include "service/inventory/inventory.h"
#include "service/inventory/placing.h"
#include "service/inventory/store.h"
#include "service/inventory/tokens.h"

namespace kigen::inventory {
namespace {

constexpr std::size_t kMaxPendingSnapshots = 64;

// One part of a snapshot, inside its transaction.
class SnapshotPart {
 public:
  /// `oust`: the source of a token that gives way to this one.
  SnapshotPart(Store& store, db::Database& database, const Snapshot& snapshot, Instant now,
               std::optional<std::int64_t> oust)
      : store_(store), database_(database), snapshot_(snapshot), now_(now), placing_(store, database, now) {
    if (oust) forget_token(store, database, placing_, *oust);
    owner_id_ = store.catalog().ensure_owner(database, snapshot.owner);
    source_id_ = store.catalog().ensure_source(database, snapshot.kind, to_valid_utf8(snapshot.source), owner_id_);
  }

  SnapshotResult apply() {
    PendingSnapshot& pending = join();
    for (const SnapshotItem& item : snapshot_.items) take(item, pending);
    for (const SnapshotUnreadable& item : snapshot_.unreadable) take_unreadable(item, pending);
    if (!snapshot_.more) finish(pending);
    if (placing_.changed()) store_.touch();
    result_.changed = placing_.changed();
    return std::move(result_);
  }

 private:
  PendingSnapshot& join() {
    auto& all = store_.pending();
    const auto found = all.find(source_id_);
    if (found != all.end() && found->second.session == snapshot_.session) return found->second;
    if (found == all.end() && all.size() >= kMaxPendingSnapshots) all.erase(all.begin());
    PendingSnapshot& fresh = all[source_id_];
    fresh = PendingSnapshot{};
    fresh.session = snapshot_.session;
    return fresh;
  }

  void take(const SnapshotItem& item, PendingSnapshot& pending) {
    ++pending.items;
    if (item.der.empty()) return take_hash(item, pending);
    const auto record = x509::parse_certificate(item.der);
    if (!record) {
      take_unreadable({to_hex(item.sha256), record.error()}, pending);
      return;
    }
    // The thumbprint is what we computed, whatever the reporter says.
    place(placing_.ensure_certificate(*record), item.has_private_key, pending);
    ++result_.accepted;
  }

  // A hash alone names a certificate only for those who have shown it before: nobody learns from the answer what others
  // hold.
  void take_hash(const SnapshotItem& item, PendingSnapshot& pending) {
    const auto id = database_.certificates.find(item.sha256);
    bool may_name = false;
    if (id) {
      const auto places = database_.places.of_certificate(*id);
      may_name = std::any_of(places.begin(), places.end(), [&](const db::PlaceRow& place) {
        return place.owner_id == owner_id_ || place.owner_id == db::kMachineOwnerId;
      });
    }
    if (!may_name) {
      result_.need.push_back(item.sha256);
      return;
    }
    place(placing_.known(*id), item.has_private_key, pending);
    ++result_.accepted;
  }

  void place(const KnownCertificate& certificate, bool has_private_key, PendingSnapshot& pending) {
    const auto [seen, first] = pending.seen.try_emplace(certificate.id, has_private_key);
    seen->second = seen->second || has_private_key;
    if (!certificate.is_new) {
      for (const db::PlaceRow& place : database_.places.of_certificate(certificate.id)) {
        if (place.source_id != source_id_) continue;
        placing_.confirm(certificate, place, seen->second);
        return;
      }
    }
    placing_.add(certificate, {source_id_, 0, "", has_private_key});
  }

  void take_unreadable(const SnapshotUnreadable& item, PendingSnapshot& pending) {
    ++pending.items;
    const std::string name = to_valid_utf8(item.item);
    const auto key = static_cast<std::int64_t>(db::sip_hash(database_.name_key(), std::string_view(name)));
    placing_.set_unreadable(source_id_, key, {{name, item.error}});
    pending.unreadable.insert(key);
  }

  void finish(const PendingSnapshot& pending) {
    std::int64_t after = 0;
    for (;;) {
      const auto places = database_.places.present_in(source_id_, after, db::kPage);
      for (const db::PlaceRow& place : places) {
        if (!pending.seen.contains(place.certificate_id)) placing_.lose(place);
      }
      if (places.size() < static_cast<std::size_t>(db::kPage)) break;
      after = places.back().id;
    }
    for (const db::UnreadableRow& row :
         database_.unreadable.of_source(source_id_, static_cast<std::int64_t>(kMaxSnapshotItems))) {
      if (!pending.unreadable.contains(row.item_key)) placing_.remove_unreadable(row);
    }
    db::SourceRow& source = store_.catalog().change_source(source_id_);
    result_.token_changed = snapshot_.kind == SourceKind::Token &&
                            (!source.last_scan || !source.token_present || source.token_label != snapshot_.token_label);
    source.token_label = snapshot_.token_label;
    source.token_present = true;
    source.last_scan = now_;
    source.error.reset();
    store_.pending().erase(source_id_);
  }

  Store& store_;
  db::Database& database_;
  const Snapshot& snapshot_;
  Instant now_;
  Placing placing_;
  std::int64_t owner_id_ = 0;
  std::int64_t source_id_ = 0;
  SnapshotResult result_;
};

bool too_many(Store& store, const Snapshot& snapshot) {
  std::size_t before = 0;
  if (const auto owner = store.catalog().find_owner(snapshot.owner)) {
    if (const auto source = store.catalog().find_source(snapshot.kind, to_valid_utf8(snapshot.source), *owner)) {
      const auto found = store.pending().find(*source);
      if (found != store.pending().end() && found->second.session == snapshot.session) before = found->second.items;
    }
  }
  return before + snapshot.items.size() + snapshot.unreadable.size() > kMaxSnapshotItems;
}

}  // namespace

Result<SnapshotResult> Inventory::apply_snapshot(const Snapshot& snapshot, Instant now) {
  store_->note_time(now);
  if (snapshot.owner.empty() || snapshot.kind == SourceKind::Folder ||
      (snapshot.kind == SourceKind::MachineStore) != (snapshot.owner == kMachineOwner)) {
    return Error(ErrorCode::InvalidArgument, "this owner has no such store").with("argument", "source");
  }
  if (too_many(*store_, snapshot)) {
    return Error(ErrorCode::InvalidArgument, "more items than a snapshot may hold")
        .with("argument", "items")
        .with("limit", std::to_string(kMaxSnapshotItems));
  }
  if (snapshot.kind == SourceKind::Token && !snapshot.token_present) {
    return store_->write([&](db::Database& database) { return pull_token(*store_, database, snapshot, now); });
  }
  const TokenRoom room = snapshot.kind == SourceKind::Token ? room_for_token(store_->catalog(), snapshot) : TokenRoom{};
  if (room.full) {
    return Error(ErrorCode::InvalidArgument, "more tokens than one user may have")
        .with("argument", "source")
        .with("limit", std::to_string(kMaxTokensPerOwner));
  }
  return store_->write(
      [&](db::Database& database) { return SnapshotPart(*store_, database, snapshot, now, room.oust).apply(); });
}

}  // namespace kigen::inventory

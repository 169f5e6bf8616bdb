// The changes that certificates and places undergo, with the counters that follow from them. Inside a write
// transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/certificate.h"
#include "db/database.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class Store;

struct KnownCertificate {
  std::int64_t id = 0;
  bool is_new = false;  ///< so it has no places yet
  Instant not_after{};
  std::uint64_t family = 0;
};

/// Where a certificate was found.
struct Finding {
  std::int64_t source_id = 0;
  std::int64_t item_key = 0;
  std::string_view item;
  bool has_private_key = false;
};

class Placing {
 public:
  Placing(Store& store, db::Database& database, Instant now) : store_(store), database_(database), now_(now) {}

  [[nodiscard]] KnownCertificate ensure_certificate(const CertificateRecord& record);
  /// A certificate that is stored already.
  [[nodiscard]] KnownCertificate known(std::int64_t id);
  void add(const KnownCertificate& certificate, const Finding& finding);
  /// The place is (again) there, with or without a private key.
  void confirm(const KnownCertificate& certificate, const db::PlaceRow& place, bool has_private_key);
  void lose(const db::PlaceRow& place);

  /// Brings an item's unreadable parts to `now_found`; those that stay keep their first_seen.
  void set_unreadable(std::int64_t source_id, std::int64_t item_key, const std::vector<SnapshotUnreadable>& now_found);
  void remove_unreadable(const db::UnreadableRow& row);

  [[nodiscard]] bool changed() const { return changed_; }

 private:
  void count(const KnownCertificate& certificate, std::int64_t source_id, std::int64_t place_id, std::int64_t delta);
  void note_change(std::uint64_t family);

  Store& store_;
  db::Database& database_;
  Instant now_;
  bool changed_ = false;
};

/// Decides superseding anew for every family that changed.
void settle_families(Store& store, db::Database& database);

}  // namespace kigen::inventory

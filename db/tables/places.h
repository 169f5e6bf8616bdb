// The table of places: in which item of which source a certificate lies. Knows nothing of why a state changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/time.h"
#include "db/statement.h"

namespace kigen::db {

inline constexpr std::int64_t kLive = 0, kSuperseded = 1, kGone = 2;

struct PlaceRow {
  std::int64_t id = 0;
  std::int64_t certificate_id = 0;
  std::int64_t source_id = 0;
  std::int64_t owner_id = 0;
  std::int64_t item_key = 0;
  std::string item;  ///< UTF-8; relative to the source
  Instant not_after{};
  bool has_private_key = false;
  std::int64_t state = kLive;
  std::optional<std::int64_t> superseded_by;  ///< certificate id
  Instant first_seen{};
  std::optional<Instant> last_seen;  ///< only when gone
};

/// What an index alone knows of a place.
struct PlaceKey {
  Instant not_after{};
  std::int64_t certificate_id = 0;
  std::int64_t owner_id = 0;
  std::int64_t state = 0;
};

/// A live place with what a check decides from.
struct AttentionRow {
  std::int64_t certificate_id = 0;
  Sha256 sha256{};
  Instant not_before{};
  Instant not_after{};
  std::string_view profile;  ///< valid until the next row
  std::int64_t owner_id = 0;
  std::int64_t source_id = 0;
  bool has_private_key = false;
};

/// A place that is not gone, with what decides about superseding.
struct FamilyMember {
  std::int64_t place_id = 0;
  std::int64_t certificate_id = 0;
  Sha256 sha256{};
  std::int64_t owner_id = 0;
  bool has_private_key = false;
  std::int64_t state = 0;
  std::optional<std::int64_t> superseded_by;
  Instant not_before{};
  Instant not_after{};
  std::string issuer;
  std::string profile;
};

class PlacesTable {
 public:
  explicit PlacesTable(Connection& connection);

  void insert(const PlaceRow& row);  ///< id is given by the database
  [[nodiscard]] std::vector<PlaceRow> of_item(std::int64_t source_id, std::int64_t item_key);
  [[nodiscard]] std::vector<PlaceRow> of_certificate(std::int64_t certificate_id);
  /// Places of the source that are not gone, with id above `after`, by id.
  [[nodiscard]] std::vector<PlaceRow> present_in(std::int64_t source_id, std::int64_t after, std::int64_t limit);
  [[nodiscard]] bool is_empty(std::int64_t source_id);
  /// Places of the source, gone ones too, at most `limit`.
  [[nodiscard]] std::vector<PlaceRow> of_source(std::int64_t source_id, std::int64_t limit);
  [[nodiscard]] std::vector<FamilyMember> family(std::uint64_t family);

  void set_state(std::int64_t id, std::int64_t state, std::optional<std::int64_t> superseded_by);
  void set_gone(std::int64_t id, Instant last_seen);
  void set_private_key(std::int64_t id, bool has_private_key);
  void remove(std::int64_t id);

  /// Live and not superseded in [from, to), by not_after and certificate.
  [[nodiscard]] std::vector<PlaceKey> live_between(Instant from, Instant to);
  /// The same with the certificate's own columns, in one pass; a certificate's places stand beside each other.
  template <class Callback>
  void attention(Instant from, Instant to, Callback&& callback) {
    Rows rows = attention_.query(from, to);
    while (rows.next()) callback(attention_row(rows));
  }
  [[nodiscard]] std::int64_t count_live_between(Instant from, Instant to);
  /// In list order behind (not_after, certificate_id); ends before `until`. The callback's false ends the walk.
  template <class Callback>
  void walk(Instant not_after, std::int64_t certificate_id, Instant until, Callback&& callback) {
    Rows rows = walk_.query(not_after, certificate_id, until);
    while (rows.next()) {
      if (!callback(PlaceKey{rows.instant(0), rows.integer(1), rows.integer(2), rows.integer(3)})) return;
    }
  }
  /// Gone places that were last seen before `instant`, at most `limit`.
  [[nodiscard]] std::vector<PlaceRow> gone_before(Instant instant, std::int64_t limit);

 private:
  [[nodiscard]] static AttentionRow attention_row(const Rows& rows);

  Statement insert_, of_item_, of_certificate_, present_, any_, of_source_, family_, set_state_, set_gone_, set_key_,
      remove_, live_, attention_, count_live_, walk_, gone_;
};

}  // namespace kigen::db

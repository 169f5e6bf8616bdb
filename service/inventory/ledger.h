// The service's small records beside the certificates: check runs, settings set at run time, notices, quiet times,
// state. Threads: as Inventory, on the database thread only. Owned by the Inventory; every write is on the disk when it
// returns.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "db/rows.h"
#include "db/sip_hash.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class Store;

class Ledger {
 public:
  explicit Ledger(Store& store) : store_(store) {}

  // Check runs; the newest 1,000 are kept. With `next_check`, the deadline is written in the same transaction.
  [[nodiscard]] Result<std::int64_t> record_check(const db::CheckRunRow& run, std::optional<Instant> next_check);
  [[nodiscard]] Result<std::vector<db::CheckRunRow>> checks(std::size_t limit);  ///< newest first
  [[nodiscard]] Result<std::optional<Instant>> next_check();
  [[nodiscard]] Status set_next_check(Instant at);

  // Small state of other parts of the service, by key ("mail.last_sent"); not restored from a backup.
  [[nodiscard]] Result<std::optional<std::string>> state(std::string_view key);
  [[nodiscard]] Status set_state(std::string_view key, std::string_view value);

  // Settings set at run time.
  [[nodiscard]] Result<std::map<std::string, std::string>> settings();
  [[nodiscard]] Status set_setting(std::string_view key, std::string_view value);
  [[nodiscard]] Status reset_setting(std::string_view key);

  // Notices; the newest 1,000 are kept. A user sees the machine's and their own, and has read marks of their own.
  [[nodiscard]] Result<std::int64_t> add_notice(const db::NoticeRow& notice);  ///< its id
  /// All of them in one transaction; gives each its id.
  [[nodiscard]] Status add_notices(std::vector<db::NoticeRow>& notices);
  [[nodiscard]] Result<std::vector<db::NoticeRow>> notices(const Viewer& viewer, bool unread_only,
                                                           std::size_t limit);  ///< newest first
  [[nodiscard]] Result<std::int64_t> unread_notices(const Viewer& viewer);
  [[nodiscard]] Status mark_read(const Viewer& viewer, const std::vector<std::int64_t>& ids);  ///< unknown ids: ignored
  [[nodiscard]] Status mark_all_read(const Viewer& viewer);

  // Quiet: a user closed or snoozed the warning of a certificate. One row per owner and certificate; the last one
  // holds.
  [[nodiscard]] Status set_quiet(const std::vector<db::QuietRow>& rows);
  [[nodiscard]] Result<std::vector<db::QuietRow>> quiet();  ///< all owners'
  [[nodiscard]] Status end_quiet(std::string_view owner, const Sha256& certificate);
  [[nodiscard]] Status prune_quiet(Instant ended_before);

  // Attempts to issue and renew; bounded per certificate, per owner and in all.
  /// Decides superseding anew for what it was about.
  [[nodiscard]] Status add_attempt(const db::AttemptRow& attempt);
  /// This owner's to renew the certificate, or the one that brought it; newest first.
  [[nodiscard]] Result<std::vector<db::AttemptRow>> attempts(std::string_view owner, const Sha256& certificate);

  // What is to be renewed unattended; one row per owner and certificate.
  [[nodiscard]] Result<std::vector<db::RenewalRow>> renewals();  ///< all owners'
  [[nodiscard]] Status set_renewals(const std::vector<db::RenewalRow>& rows);
  [[nodiscard]] Status end_renewals(const std::vector<std::pair<std::string, Sha256>>& keys);
  /// What tells this machine from others, for Kigen only: random, kept in the database.
  [[nodiscard]] Result<db::SipKey> machine_key();

 private:
  Store& store_;
};

}  // namespace kigen::inventory

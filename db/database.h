// Kigen's database: the connection with one object per table. Opening looks first and touches nothing that is not ours.
//
// Threads: one at a time. Throws Failure; DatabaseCorrupt means: drop this object, then recover().
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "common/base/error.h"
#include "common/base/time.h"
#include "db/connection.h"
#include "db/sip_hash.h"
#include "db/tables/attempts.h"
#include "db/tables/certificates.h"
#include "db/tables/manifest.h"
#include "db/tables/places.h"
#include "db/tables/records.h"
#include "db/tables/renewals.h"
#include "db/tables/sources.h"
#include "db/tables/unreadable.h"

namespace kigen::db {

/// Up to this size the whole integrity check runs before open() returns; larger files are the caller's to check in the
/// background.
inline constexpr std::uintmax_t kCheckAtOnceBytes = 8U << 20U;

class Database {
 public:
  /// Opens, creates or migrates. DatabaseNewer, DatabaseReadOnly, DatabaseCorrupt (detail says what), DiskFull …
  /// `backups`: with copies there, a missing file is damage, not a first start.
  Database(const std::filesystem::path& file, const std::filesystem::path& backups);
  /// Marks the orderly end, so that the next start can tell a log that was lost.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// True when open() ran the whole integrity check.
  [[nodiscard]] bool checked() const noexcept { return checked_; }
  /// Key of the hashes of item names, random per database.
  [[nodiscard]] const SipKey& name_key() const noexcept { return name_key_; }
  /// What tells this machine from others: random, made once, kept over damage where a backup has it.
  [[nodiscard]] const SipKey& machine_key() const noexcept { return machine_key_; }

 private:
  bool had_log_;
  Connection connection_;

 public:
  Connection& connection;
  MetaTable meta;
  SettingsTable settings;
  OwnersTable owners;
  SourcesTable sources;
  CertificatesTable certificates;
  PlacesTable places;
  UnreadableTable unreadable;
  ManifestTable manifest;
  CheckRunsTable check_runs;
  NoticesTable notices;
  QuietTable quiet;
  AttemptsTable attempts;
  RenewalsTable renewals;

 private:
  [[nodiscard]] SipKey load_key(const char* name);
  void mark_running();

  std::filesystem::path file_;
  bool checked_ = false;
  bool marked_ = false;
  SipKey name_key_{};
  SipKey machine_key_{};
};

struct Recovery {
  std::unique_ptr<Database> database;
  Error incident;  ///< DatabaseSetAside with "path", "reason", "restored_from"
};
/// Sets the damaged file aside, creates a new one and restores what only the copies hold.
[[nodiscard]] Recovery recover(const std::filesystem::path& file, const std::filesystem::path& backups,
                               const std::string& reason, Instant now);

}  // namespace kigen::db

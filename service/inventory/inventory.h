// All certificates that Kigen knows, with the places they lie in, over the database.
//
// Threads: synchronous; open() and every call on ONE thread, the database thread. Nothing here blocks on the network; a
//   folder scan reads ahead on a thread of its own that ends with the FolderScan.
// Errors: DiskFull, DatabaseReadOnly, DatabaseBusy, DatabaseFailed: nothing was changed, a later try may succeed.
//   DatabaseSetAside: damage was found. The damaged file was renamed, a new database is open (settings, notices, quiet
//   times and the check deadline came from the newest good backup) and the inventory is empty: tell it, then scan every
//   source again and have every user's store reported again. It is given once, by the call that met the damage.
// Ownership: Inventory owns the database; Ledger and FolderScan refer to it and must not outlive it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "service/inventory/ledger.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class FolderScan;

struct Options {
  std::filesystem::path data_folder;  ///< holds kigen.db and backup/; must exist
  Matcher matcher;                    ///< called on the database thread only
  /// Called from another thread when the background integrity check found damage: call settle_health() on the
  /// database thread. May be empty.
  std::function<void()> on_damage;
};

class Inventory {
 public:
  /// DatabaseNewer: a later version's database; no byte of it was touched.
  /// Damage that is found here is no error: see take_incident().
  [[nodiscard]] static Result<std::unique_ptr<Inventory>> open(Options options, Instant now);
  ~Inventory();
  Inventory(const Inventory&) = delete;
  Inventory& operator=(const Inventory&) = delete;

  /// DatabaseSetAside with args "path", "reason" and "restored_from" ("" when no backup was good), once: what open() or
  /// the last failed call had to do.
  [[nodiscard]] std::optional<Error> take_incident();
  /// Acts on the background integrity check, when it found something: then DatabaseSetAside.
  [[nodiscard]] Status settle_health();

  // --- Sources -------------------------------------------------------------------------------------------------------
  /// Takes one part of a store's content (X14). One owner's report never touches another owner's places.
  [[nodiscard]] Result<SnapshotResult> apply_snapshot(const Snapshot& snapshot, Instant now);
  /// Starts to bring a folder's places up to date: FolderScan::step until done (folder_scan.h). One scan at a time.
  [[nodiscard]] Result<std::unique_ptr<FolderScan>> start_scan(const std::string& folder, Instant now);
  /// The whole scan in one call.
  [[nodiscard]] Result<ScanResult> scan_folder(const std::string& folder, Instant now);
  /// Reads again only these files (absolute paths, as FolderWatcher gives them); files that vanished are gone.
  [[nodiscard]] Result<ScanResult> scan_files(const std::string& folder, const std::vector<std::string>& paths,
                                              Instant now);
  /// A store or folder that could not be read: its certificates stay as they are.
  [[nodiscard]] Status source_failed(SourceKind kind, const std::string& name, const std::string& owner,
                                     const Error& error);
  /// A folder that is configured no longer: its places become gone and it leaves the list of sources.
  [[nodiscard]] Status remove_source(SourceKind kind, const std::string& name, const std::string& owner, Instant now);
  [[nodiscard]] Result<std::vector<SourceEntry>> sources(const Viewer& viewer);

  // --- Questions -----------------------------------------------------------------------------------------------------
  [[nodiscard]] Result<ListPage> list(const ListQuery& query);
  /// By SHA-256 or SHA-1 in hex, or a unique prefix of at least 8 digits. NotFound, AmbiguousThumbprint,
  /// InvalidArgument.
  [[nodiscard]] Result<CertificateEntry> find(std::string_view thumbprint, const Viewer& viewer);
  /// Live and not superseded certificates with not_after in [from, to), of all owners, soonest first, one after the
  /// other: thousands may be due, and nobody needs them all in memory. Costs by what lies in the range, not by what is
  /// stored. `visit` must not call the inventory.
  [[nodiscard]] Status attention(Instant from, Instant to, const std::function<void(const AttentionEntry&)>& visit);
  /// Live and not superseded certificates with not_after before `instant` (for the number of lapsed ones). Counted over
  /// an index once; later calls count only what changed since or lies between the instants.
  [[nodiscard]] Result<std::int64_t> count_before(Instant instant);
  [[nodiscard]] Result<Counts> counts(const Viewer& viewer);
  [[nodiscard]] Result<std::vector<UnreadableEntry>> unreadable(const Viewer& viewer, std::size_t limit = 10'000);

  // --- Profiles ------------------------------------------------------------------------------------------------------
  /// After the profiles changed: asks `matcher` about every certificate. The number of certificates whose profile
  /// changed.
  [[nodiscard]] Result<std::int64_t> rematch_all(Matcher matcher);

  // --- Upkeep --------------------------------------------------------------------------------------------------------
  /// Copies the database to backup/kigen-YYYYMMDD.db (UTC day of `now`), verified, keeping three; nothing to do when
  /// today's is there. BackupFailed, DiskFull.
  [[nodiscard]] Status backup_daily(Instant now);
  /// Copies the run-time settings beside the backups: they outlive damage before the next daily backup.
  [[nodiscard]] Status copy_settings();
  /// Forgets certificates that have been gone for 400 days. The number forgotten.
  [[nodiscard]] Result<std::int64_t> prune(Instant now);

  [[nodiscard]] Ledger& ledger();
  /// Grows with every change to what a check could answer; equal numbers mean equal answers.
  [[nodiscard]] std::uint64_t generation() const;

 private:
  friend class FolderScan;
  explicit Inventory(std::unique_ptr<Store> store);
  std::unique_ptr<Store> store_;
  Ledger ledger_;
};

}  // namespace kigen::inventory

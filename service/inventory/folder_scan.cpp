#include "service/inventory/folder_scan.h"

#include "service/inventory/file_name.h"
#include "service/inventory/folder_places.h"
#include "service/inventory/inventory.h"
#include "service/inventory/scan_reader.h"
#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

// A transaction of the first scan: large, but the log of a million files must not grow without bound.
constexpr std::int64_t kFilesPerTransaction = 100'000;

}  // namespace

struct FolderScan::Impl {
  Impl(Store& owner, std::string path, Instant time) : store(owner), folder(std::move(path)), now(time) {}
  ~Impl() {
    reader.reset();
    store.scanning = false;
    (void)store.commit_bulk();
    release_free_memory();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status start();
  Status apply(const std::vector<ReadFile>& batch);
  Result<bool> finish();
  Result<bool> finish_unavailable(const Error& error);
  [[nodiscard]] bool nothing_to_write(const ScanReader::Outcome& outcome, const ManifestChunks& after) const;
  void write_end(db::Database& database, ScanReader::Outcome& outcome, const ManifestChunks& after);

  Store& store;
  std::string folder;  ///< as the system opens it
  Instant now;
  std::uint64_t epoch = 0;
  std::int64_t source_id = 0;
  bool fresh = false;
  bool over = false;
  std::int64_t in_transaction = 0;
  ManifestChunks before;
  std::unique_ptr<ScanReader> reader;
  ScanResult result;
};

Status FolderScan::Impl::start() {
  const std::string name = to_valid_utf8(folder);
  const auto known = store.catalog().find_source(SourceKind::Folder, name, db::kMachineOwnerId);
  Status ready;
  if (known && !store.catalog().source(*known).removed) {
    source_id = *known;
  } else {
    ready = store.write([&](db::Database& database) {
      source_id = store.catalog().ensure_source(database, SourceKind::Folder, name, db::kMachineOwnerId);
    });
  }
  if (!ready) return ready;
  Status read = store.read([&](db::Database& database) {
    before = database.manifest.chunks(source_id);
    fresh =
        before.empty() && database.places.is_empty(source_id) && database.unreadable.of_source(source_id, 1).empty();
    reader = std::make_unique<ScanReader>(folder, database.name_key(), Manifest(before));
  });
  if (!read) return read;
  epoch = store.epoch();
  store.scanning = true;
  return {};
}

Status FolderScan::Impl::apply(const std::vector<ReadFile>& batch) {
  Status stored = store.bulk([&](db::Database& database) {
    FolderPlaces places(store, database, source_id, fresh, now);
    for (const ReadFile& file : batch) places.apply(file);
    if (!places.changed()) return;
    result.changed = true;
    store.touch();
  });
  if (!stored) return stored;
  in_transaction += static_cast<std::int64_t>(batch.size());
  if (in_transaction < kFilesPerTransaction) return {};
  in_transaction = 0;
  return store.commit_bulk();
}

bool FolderScan::Impl::nothing_to_write(const ScanReader::Outcome& outcome, const ManifestChunks& after) const {
  return outcome.parsed == 0 && outcome.vanished.empty() && after == before && !before.empty() &&
         store.catalog().source(source_id).error == outcome.incomplete;
}

Result<bool> FolderScan::Impl::finish() {
  ScanReader::Outcome& outcome = reader->outcome();
  result.files = outcome.files;
  result.parsed = outcome.parsed;
  if (outcome.unavailable) return finish_unavailable(*outcome.unavailable);
  result.incomplete = outcome.incomplete;
  const ManifestChunks after = Manifest::to_chunks(outcome.entries);
  if (nothing_to_write(outcome, after)) {
    // Only the time of the scan is new; it goes to the disk with the next write.
    store.catalog().change_source(source_id).last_scan = now;
    return true;
  }
  const Status stored = store.bulk([&](db::Database& database) { write_end(database, outcome, after); });
  if (!stored) return stored.error();
  if (const Status committed = store.commit_bulk(); !committed) return committed.error();
  return true;
}

void FolderScan::Impl::write_end(db::Database& database, ScanReader::Outcome& outcome, const ManifestChunks& after) {
  FolderPlaces places(store, database, source_id, fresh, now);
  for (const std::uint64_t key : outcome.vanished) result.gone += places.vanish(key);
  if (before.empty() && !fresh && !outcome.incomplete) result.gone += places.sweep(outcome.entries);
  save_manifest(database, source_id, before, after);
  db::SourceRow& source = store.catalog().change_source(source_id);
  source.last_scan = now;
  source.error = outcome.incomplete;
  if (!places.changed()) return;
  result.changed = true;
  store.touch();
}

Result<bool> FolderScan::Impl::finish_unavailable(const Error& error) {
  result.unavailable = error;
  const Status stored = store.write([&](db::Database&) { store.catalog().change_source(source_id).error = error; });
  if (!stored) return stored.error();
  return true;
}

FolderScan::FolderScan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FolderScan::~FolderScan() = default;

Result<bool> FolderScan::step(std::chrono::milliseconds budget) {
  Impl& scan = *impl_;
  if (scan.over) return true;
  const auto deadline = std::chrono::steady_clock::now() + budget;
  std::vector<ReadFile> batch;
  for (;;) {
    if (scan.epoch != scan.store.epoch()) {
      scan.over = true;
      return Error(ErrorCode::Cancelled, "the database was set aside meanwhile");
    }
    const ScanReader::Next next = scan.reader->next(deadline, batch);
    if (next == ScanReader::Next::Later) return false;
    if (next == ScanReader::Next::End) {
      scan.over = true;
      return scan.finish();
    }
    if (const Status stored = scan.apply(batch); !stored) {
      scan.over = true;
      return stored.error();
    }
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
}

const ScanResult& FolderScan::result() const {
  return impl_->result;
}

Result<std::unique_ptr<FolderScan>> Inventory::start_scan(const std::string& folder, Instant now) {
  store_->note_time(now);
  if (store_->scanning) return Error(ErrorCode::DatabaseBusy, "another folder is being scanned");
  auto impl = std::make_unique<FolderScan::Impl>(*store_, folder, now);
  if (const Status started = impl->start(); !started) return started.error();
  return std::unique_ptr<FolderScan>(new FolderScan(std::move(impl)));
}

Result<ScanResult> Inventory::scan_folder(const std::string& folder, Instant now) {
  auto scan = start_scan(folder, now);
  if (!scan) return scan.error();
  for (;;) {
    const Result<bool> done = (*scan)->step(std::chrono::hours(1));
    if (!done) return done.error();
    if (*done) return (*scan)->result();
  }
}

}  // namespace kigen::inventory

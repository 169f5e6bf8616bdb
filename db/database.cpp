#include "db/database.h"

#include <charconv>
#include <random>
#include <system_error>
#include <vector>

#include "db/backup.h"
#include "db/failure.h"
#include "db/file_sync.h"
#include "db/inspect.h"
#include "db/migrations.h"
#include "db/rescue.h"
#include "db/transaction.h"

namespace kigen::db {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRunning = "running";
constexpr const char* kNameKey = "name_key";
constexpr const char* kMachineKey = "machine_key";
constexpr const char* kLogMissing = "the write-ahead log is missing";

// Under another name until it is whole, so that an empty kigen.db can only be damage.
void create(const fs::path& file) {
  const fs::path fresh = with_suffix(file, ".new");
  std::error_code problem;
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(with_suffix(fresh, part), problem);
  {
    Connection connection(fresh, OpenMode::Create);
    migrate(connection);
    connection.checkpoint(true);
  }
  fs::rename(fresh, file, problem);
  if (problem) {
    throw Failure(Error(ErrorCode::DatabaseReadOnly, problem.message()).with("path", utf8(file)));
  }
  sync_folder(file.parent_path());
}

// SQLite says "unable to open" for a folder that cannot be written; people need to hear "read-only".
void require_writable(const fs::path& folder) {
  const fs::path probe = folder / "kigen.db.probe";
  std::error_code ignored;
  try {
    Connection connection(probe, OpenMode::Plain);
    connection.execute("PRAGMA user_version=1");
  } catch (const Failure& failure) {
    Error error = failure.error();
    fs::remove(probe, ignored);
    if (error.code == ErrorCode::DatabaseFailed) error.code = ErrorCode::DatabaseReadOnly;
    error.with("path", utf8(folder));
    throw Failure(std::move(error));
  }
  fs::remove(probe, ignored);
}

// Makes sure that SQLite may open the file; creates it when there was none. True when it comes with a log.
bool prepare(const fs::path& file, const fs::path& backups) {
  const Inspection seen = inspect(file);
  switch (seen.state) {
    case FileState::Newer:
      throw Failure(Error(ErrorCode::DatabaseNewer, "version " + std::to_string(seen.version))
                        .with("path", utf8(file))
                        .with("version", std::to_string(seen.version)));
    case FileState::Unreadable:
      throw Failure(Error(ErrorCode::DatabaseFailed, seen.reason).with("path", utf8(file)));
    case FileState::Damaged:
      require_writable(file.parent_path());
      throw Failure(Error(ErrorCode::DatabaseCorrupt, seen.reason).with("path", utf8(file)));
    case FileState::Missing:
      require_writable(file.parent_path());
      if (!backups_in(backups).empty()) {
        throw Failure(Error(ErrorCode::DatabaseCorrupt, "missing").with("path", utf8(file)));
      }
      create(file);
      return false;
    case FileState::Ours:
      require_writable(file.parent_path());
      return seen.has_log;
  }
  return false;
}

std::string to_text(const SipKey& key) {
  return std::to_string(key[0]) + ' ' + std::to_string(key[1]);
}

}  // namespace

Database::Database(const fs::path& file, const fs::path& backups)
    : had_log_(prepare(file, backups)),
      connection_(file, OpenMode::ReadWrite),
      connection(connection_),
      meta(connection),
      settings(connection),
      owners(connection),
      sources(connection),
      certificates(connection),
      places(connection),
      unreadable(connection),
      manifest(connection),
      check_runs(connection),
      notices(connection),
      quiet(connection),
      attempts(connection),
      renewals(connection),
      file_(file) {
  const Inspection seen = inspect(file);
  if (seen.size <= kCheckAtOnceBytes) {
    const std::string finding = connection.check(true);
    if (!finding.empty()) throw_corrupt(finding);
    checked_ = true;
  }
  if (!had_log_ && meta.get(kRunning) == "1") throw_corrupt(kLogMissing);
  migrate(connection);
  name_key_ = load_key(kNameKey);
  machine_key_ = load_key(kMachineKey);
  mark_running();
}

Database::~Database() {
  if (!marked_) return;
  try {
    meta.put(kRunning, "0");
    connection.checkpoint(true);
  } catch (const std::exception&) {
    // The next start then finds the log and takes it from there.
  }
}

SipKey Database::load_key(const char* name) {
  SipKey key{};
  if (const auto stored = meta.get(name)) {
    const char* at = stored->data();
    const char* end = at + stored->size();
    for (std::uint64_t& word : key) {
      const auto [stop, problem] = std::from_chars(at, end, word);
      if (problem != std::errc{}) throw_corrupt(std::string("malformed: ") + name);
      at = stop == end ? stop : stop + 1;
    }
    return key;
  }
  std::random_device random;
  for (std::uint64_t& word : key) word = std::uint64_t{random()} << 32U | random();
  meta.put(name, to_text(key));
  return key;
}

void Database::mark_running() {
  meta.put(kRunning, "1");
  connection.checkpoint(false);
  marked_ = true;
  sync_folder(file_.parent_path());
}

Recovery recover(const fs::path& file, const fs::path& backups, const std::string& reason, Instant now) {
  const fs::path aside = set_aside(file, now);
  create(file);
  std::vector<fs::path> copies = backups_in(backups);
  // Without its log the file itself is an older, but whole state, and newer than any copy.
  if (reason == kLogMissing) copies.insert(copies.begin(), aside);
  std::optional<fs::path> source;
  {
    Connection connection(file, OpenMode::ReadWrite);
    source = restore_first(connection, copies);
  }
  Recovery recovery;
  recovery.incident = Error(ErrorCode::DatabaseSetAside, reason)
                          .with("path", utf8(aside))
                          .with("reason", reason)
                          .with("restored_from", source ? utf8(*source) : std::string{});
  // The copies are there, but so is the file: this is no first start any more.
  recovery.database = std::make_unique<Database>(file, backups);
  return recovery;
}

}  // namespace kigen::db

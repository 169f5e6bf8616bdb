#include "db/rescue.h"

#include <array>
#include <cstdio>
#include <system_error>

#include "db/connection.h"
#include "db/failure.h"
#include "db/file_sync.h"
#include "db/inspect.h"
#include "db/migrations.h"
#include "db/statement.h"
#include "db/transaction.h"

namespace kigen::db {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kParts{"", "-wal", "-shm"};

std::string compact(Instant now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

bool any_part_exists(const fs::path& file) {
  std::error_code problem;
  for (const char* part : kParts) {
    if (fs::exists(with_suffix(file, part), problem)) return true;
  }
  return false;
}

fs::path free_name(const fs::path& file, Instant now) {
  const fs::path base = with_suffix(file, (".damaged-" + compact(now)).c_str());
  fs::path name = base;
  for (int i = 2; any_part_exists(name); ++i) name = with_suffix(base, ("." + std::to_string(i)).c_str());
  return name;
}

void copy_rows(Connection& connection) {
  connection.execute(R"sql(
INSERT OR REPLACE INTO main.settings(key, value) SELECT key, value FROM old.settings;
INSERT OR REPLACE INTO main.meta(key, value) SELECT key, value FROM old.meta WHERE key IN ('next_check', 'machine_key');
INSERT INTO main.notices(id, at, severity, owner, code, args, certificate)
  SELECT id, at, severity, owner, code, args, certificate FROM old.notices;
INSERT INTO main.notice_reads(owner, notice_id) SELECT owner, notice_id FROM old.notice_reads;
INSERT OR REPLACE INTO main.quiet(owner, certificate, set_at, until, kind, anchor)
  SELECT owner, certificate, set_at, until, kind, anchor FROM old.quiet;
INSERT INTO main.check_runs SELECT * FROM old.check_runs;
INSERT INTO main.attempts(id, owner, certificate, kind, unattended, started, ended, result, ra_code, next_attempt,
    new_certificate)
  SELECT id, owner, certificate, kind, unattended, started, ended, result, ra_code, next_attempt, new_certificate
  FROM old.attempts;
INSERT OR REPLACE INTO main.renewals(owner, certificate, at, missed, failures, begun)
  SELECT owner, certificate, at, missed, failures, begun FROM old.renewals;
)sql");
}

// A copy that was checked and brought to this version; removed in the end.
class Workpiece {
 public:
  explicit Workpiece(fs::path path) : path_(std::move(path)) { remove(); }
  ~Workpiece() { remove(); }
  Workpiece(const Workpiece&) = delete;
  Workpiece& operator=(const Workpiece&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code problem;
    for (const char* part : {"", "-wal", "-shm", "-journal"}) fs::remove(with_suffix(path_, part), problem);
  }
  fs::path path_;
};

bool make_usable(const fs::path& copy) {
  const Inspection inspection = inspect(copy);
  if (inspection.state != FileState::Ours) return false;
  Connection connection(copy, OpenMode::Plain);
  if (!connection.check(true).empty()) return false;
  migrate(connection);
  return true;
}

}  // namespace

fs::path set_aside(const fs::path& file, Instant now) {
  fs::path name = free_name(file, now);
  for (const char* part : kParts) {
    const fs::path from = with_suffix(file, part);
    std::error_code problem;
    if (!fs::exists(from, problem)) continue;
    fs::rename(from, with_suffix(name, part), problem);
    if (problem) {
      throw Failure(Error(ErrorCode::DatabaseReadOnly, "cannot rename the damaged file: " + problem.message())
                        .with("path", utf8(from)));
    }
  }
  sync_folder(file.parent_path());
  return name;
}

bool restore(Connection& connection, const fs::path& copy) {
  const Workpiece workpiece(
      with_suffix(fs::path(std::u8string(connection.path().begin(), connection.path().end())), ".restore"));
  std::error_code problem;
  fs::copy_file(copy, workpiece.path(), problem);
  if (problem) return false;
  try {
    if (!make_usable(workpiece.path())) return false;
    Statement(connection, "ATTACH ? AS old").run(utf8(workpiece.path()));
  } catch (const Failure& failure) {
    if (failure.error().code == ErrorCode::DiskFull) throw;
    return false;
  }
  bool copied = false;
  try {
    Transaction transaction(connection);
    copy_rows(connection);
    transaction.commit();
    copied = true;
  } catch (const Failure& failure) {
    if (failure.error().code == ErrorCode::DiskFull) throw;
  }
  connection.execute("DETACH old");
  return copied;
}

std::optional<fs::path> restore_first(Connection& connection, const std::vector<fs::path>& copies) {
  for (const fs::path& copy : copies) {
    if (restore(connection, copy)) return copy;
  }
  return std::nullopt;
}

}  // namespace kigen::db

#include "db/backup.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "db/connection.h"
#include "db/failure.h"
#include "db/file_sync.h"

namespace kigen::db {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporarySuffix = ".partial";

std::string day_name(Instant now) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
  char text[32];
  std::snprintf(text, sizeof text, "kigen-%04d%02u%02u.db", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

bool is_backup_name(const std::string& name) {
  constexpr std::string_view kPattern = "kigen-########.db";
  return name.size() == kPattern.size() &&
         std::equal(name.begin(), name.end(), kPattern.begin(),
                    [](char c, char wanted) { return wanted == '#' ? c >= '0' && c <= '9' : c == wanted; });
}

struct BackupCloser {
  void operator()(sqlite3_backup* backup) const noexcept { ::sqlite3_backup_finish(backup); }
};

void copy(Connection& from, const fs::path& file) {
  Connection to(file, OpenMode::Plain);
  const std::unique_ptr<sqlite3_backup, BackupCloser> backup(
      ::sqlite3_backup_init(to.get(), "main", from.get(), "main"));
  if (!backup) throw_sqlite(::sqlite3_extended_errcode(to.get()), to.get(), to.path());
  const int stepped = ::sqlite3_backup_step(backup.get(), -1);
  if (stepped != SQLITE_DONE) throw_sqlite(stepped, to.get(), to.path());
}

void verify(const fs::path& file) {
  Connection connection(file, OpenMode::Immutable);
  const std::string finding = connection.check(false);
  if (!finding.empty()) throw Failure(Error(ErrorCode::BackupFailed, finding).with("path", utf8(file)));
}

// What a copy that was interrupted on another day left behind.
void remove_left_overs(const fs::path& folder) {
  std::error_code problem;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, problem)) {
    const std::string name = utf8(entry.path().filename());
    if (name.starts_with("kigen-") && name.find(kTemporarySuffix) != std::string::npos) {
      std::error_code ignored;
      fs::remove(entry.path(), ignored);
    }
  }
}

void make(Connection& connection, const fs::path& target) {
  const fs::path temporary = fs::path(target) += kTemporarySuffix;
  try {
    copy(connection, temporary);
    sync_file(temporary);
    verify(temporary);
    fs::rename(temporary, target);
    sync_folder(target.parent_path());
  } catch (const std::exception& failure) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    const auto* known = dynamic_cast<const Failure*>(&failure);
    if (known != nullptr) {
      const ErrorCode code = known->error().code;
      if (code == ErrorCode::DiskFull || code == ErrorCode::BackupFailed) throw;
      // Damage that the source shows while it is read is the source's; everything else is the copy's.
      if (code == ErrorCode::DatabaseCorrupt) throw;
    }
    throw Failure(Error(ErrorCode::BackupFailed, failure.what()).with("path", utf8(target)));
  }
}

}  // namespace

std::vector<fs::path> backups_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code problem;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, problem)) {
    if (is_backup_name(utf8(entry.path().filename()))) found.push_back(entry.path());
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

bool backup_daily(Connection& connection, const fs::path& folder, Instant now) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  const fs::path target = folder / day_name(now);
  if (fs::exists(target, problem)) return false;
  remove_left_overs(folder);
  make(connection, target);
  const std::vector<fs::path> all = backups_in(folder);
  for (std::size_t i = kBackupsKept; i < all.size(); ++i) fs::remove(all[i], problem);
  return true;
}

}  // namespace kigen::db

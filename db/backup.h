// Daily copies of the database, each verified before it gets its name. Throws Failure.
#pragma once

#include <filesystem>
#include <vector>

#include "common/base/time.h"

namespace kigen::db {

class Connection;

inline constexpr std::size_t kBackupsKept = 3;

/// Copies to FOLDER/kigen-YYYYMMDD.db (UTC day) unless it is there, and removes all but the newest three. False when
/// today's was there. A copy that fails (BackupFailed, DiskFull) leaves the older ones as they were.
bool backup_daily(Connection& connection, const std::filesystem::path& folder, Instant now);
/// Newest first.
[[nodiscard]] std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder);

}  // namespace kigen::db

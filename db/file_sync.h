// Flushing to the disk what was written through other means than SQLite. Throws Failure (DiskFull, DatabaseFailed).
#pragma once

#include <filesystem>

namespace kigen::db {

void sync_file(const std::filesystem::path& file);
/// Makes renames and new files of the folder durable; nothing to do on Windows, where NTFS journals them.
void sync_folder(const std::filesystem::path& folder);

}  // namespace kigen::db

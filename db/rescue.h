// What happens to a damaged database: it is kept under another name, and the part of its content that no scan can bring
// back is taken from the newest good copy. Throws Failure.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"

namespace kigen::db {

class Connection;

/// Renames the file and its -wal and -shm to FILE.damaged-YYYYMMDDTHHMMSSZ…; nothing is ever overwritten. The new name
/// of the file.
std::filesystem::path set_aside(const std::filesystem::path& file, Instant now);
/// A copy is whole, ours and of no later version: settings, notices, quiet times, check runs and the check deadline are
/// copied into the empty `connection`. False when it is not usable.
[[nodiscard]] bool restore(Connection& connection, const std::filesystem::path& copy);
/// The first of `copies` that served.
[[nodiscard]] std::optional<std::filesystem::path> restore_first(Connection& connection,
                                                                 const std::vector<std::filesystem::path>& copies);

}  // namespace kigen::db

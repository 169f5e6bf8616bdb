// The schema's versions. A version that was released is never edited: the next one changes it (tests/db freezes each by
// hash). PRAGMA user_version holds the version, PRAGMA application_id says that the file is Kigen's.
#pragma once

#include <cstdint>
#include <span>

namespace kigen::db {

class Connection;

/// "KIGE".
inline constexpr std::uint32_t kApplicationId = 0x4B494745;

/// SQL of version i + 1 at index i.
[[nodiscard]] std::span<const char* const> migrations();
[[nodiscard]] int newest_version();
/// Brings the schema to `target` (newest when 0), each version in a transaction of its own. Throws Failure.
void migrate(Connection& connection, int target = 0);

}  // namespace kigen::db

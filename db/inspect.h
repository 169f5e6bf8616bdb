// Looks at a database file without opening it with SQLite, hence without writing a byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace kigen::db {

enum class FileState {
  Missing,     ///< neither the file nor a log of it
  Ours,        ///< a Kigen database of this version or an older one, as far as its header tells
  Newer,       ///< of a later version of Kigen
  Damaged,     ///< anything else: emptied, cut, overwritten, or the file is gone while its log is there
  Unreadable,  ///< the system did not let us read it
};

struct Inspection {
  FileState state = FileState::Missing;
  std::string reason;  ///< of Damaged and Unreadable: "empty", "too short", "no SQLite database" …
  int version = 0;     ///< of Ours and Newer; what the log holds counts
  std::uintmax_t size = 0;
  bool has_log = false;  ///< a write-ahead log with content lies beside it
};

[[nodiscard]] Inspection inspect(const std::filesystem::path& file);
/// "kigen.db-wal" beside "kigen.db".
[[nodiscard]] std::filesystem::path with_suffix(const std::filesystem::path& file, const char* suffix);

}  // namespace kigen::db

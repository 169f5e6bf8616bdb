// One SQLite connection as Kigen uses it: WAL, full synchronisation, foreign keys, a bounded page cache.
//
// Threads: used by one thread at a time (SQLite's own locking is off); interrupt() from any.
// Ownership: owns the sqlite3*; Statements refer to it and must be gone before it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;

namespace kigen::db {

enum class OpenMode {
  ReadWrite,  ///< the file must exist
  Create,
  ReadOnly,   ///< sees the write-ahead log
  Immutable,  ///< read-only without locks or write-ahead log: for files that nobody writes
  Plain,      ///< create, without journal and synchronisation: a copy that is checked and synced before its rename
};

/// Holds the pages that a check reads of a million certificates with a hundred due: with half of it each check reads
/// them again.
inline constexpr int kCacheKib = 2048;

class Connection {
 public:
  /// Throws Failure.
  Connection(const std::filesystem::path& path, OpenMode mode);

  [[nodiscard]] sqlite3* get() const noexcept { return handle_.get(); }
  /// UTF-8, for messages.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// Runs statements that are not worth preparing (pragmas, schema).
  void execute(const std::string& sql);
  /// The first column of the first row, "" when there is none.
  [[nodiscard]] std::string scalar(const std::string& sql);
  void set_cache_kib(int kib);
  /// Writes the log back into the file as far as readers allow; `truncate` empties the log as well.
  void checkpoint(bool truncate);
  /// Ends the statement that runs now, with DatabaseFailed.
  void interrupt() noexcept;
  /// "" when the structure is sound, else the first finding. `full` also compares indices with their tables.
  [[nodiscard]] std::string check(bool full);

 private:
  struct Closer {
    void operator()(sqlite3* handle) const noexcept;
  };
  void configure(OpenMode mode);

  std::string path_;
  std::unique_ptr<sqlite3, Closer> handle_;
};

/// UTF-8 of a path, with the platform's separators.
[[nodiscard]] std::string utf8(const std::filesystem::path& path);

}  // namespace kigen::db

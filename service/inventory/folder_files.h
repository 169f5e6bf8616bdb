// A folder's files as the scan sees them: names, stamps and content; never through a link out of the folder.
//
// Threads: a Folder is used by one thread for list() and by any number for stamp() and read().
// Names are bytes: the system's own on posix, WTF-8 (UTF-8 that also carries unpaired surrogates) on Windows.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace kigen::inventory {

/// What changes when a file changes. Times are in ns of the system's own epoch.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified = 0;
  std::int64_t changed = 0;  ///< of the inode on posix; of the creation on Windows
  std::uint64_t identity = 0;
  /// Its times are older, by more than the clock's grain, than the opening of the source: a later change must show.
  bool settled = false;
};

enum class EntryKind : std::uint8_t { File, Folder, Other, Unknown };

struct FolderEntry {
  std::string_view name;  ///< zero-terminated; valid during the callback
  EntryKind kind = EntryKind::Unknown;
  std::optional<FileStamp> stamp;  ///< where the listing already tells
};

struct FileBytes {
  std::vector<std::uint8_t> bytes;
  FileStamp stamp;  ///< as it was before it was read
};

class Folder {
 public:
  /// SourceUnavailable with "path" when it is none or cannot be opened.
  [[nodiscard]] static Result<std::unique_ptr<Folder>> open(const std::string& path);
  virtual ~Folder() = default;

  /// SourceUnavailable when it cannot be opened, NotFound when it is no longer there (or is no folder, but a link).
  [[nodiscard]] virtual Result<std::unique_ptr<Folder>> open_folder(const std::string& name) const = 0;
  /// Calls back for each entry, without "." and "..". The callback's false ends it.
  [[nodiscard]] virtual Status list(const std::function<bool(const FolderEntry&)>& callback) = 0;
  /// Nothing when it is no regular file (any more).
  [[nodiscard]] virtual std::optional<FileStamp> stamp(const char* name) const = 0;
  /// Into `out`, whose memory is used again. NotFound when it is no regular file (any more); FileNotReadable;
  /// FileTooLarge over `limit`.
  [[nodiscard]] virtual Status read(const std::string& name, std::size_t limit, FileBytes& out) const = 0;
};

/// Gives memory that a scan freed back to the system.
void release_free_memory();

}  // namespace kigen::inventory

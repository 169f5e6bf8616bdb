// Tells that something changed in a folder or below it, without polling: inotify, ReadDirectoryChangesW.
//
// Threads: everything on the io_context's thread. Bursts are gathered: `on_change` comes when the folder has been quiet
// for
//   `settle`, at the latest `longest` after the first event (a file that is still being written gives one call, not
//   hundreds). No timer runs while nothing happens.
// Ownership: the io_context must outlive it; no call comes after stop() or the destructor.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace boost::asio {
class io_context;
}

namespace kigen::inventory {

struct FolderChange {
  /// Scan the whole folder: too many events, a subfolder came or went, or the folder itself did.
  bool rescan = false;
  std::vector<std::string> paths;  ///< absolute paths of changed files, when `rescan` is false
};

struct WatchTiming {
  std::chrono::milliseconds settle{500};
  std::chrono::milliseconds longest{5000};
};

class FolderWatcher {
 public:
  using Callback = std::function<void(FolderChange)>;

  /// SourceUnavailable when the folder cannot be watched (it does not exist, no right, no watches left).
  [[nodiscard]] static Result<std::unique_ptr<FolderWatcher>> start(boost::asio::io_context& context,
                                                                    const std::string& folder, Callback on_change,
                                                                    WatchTiming timing = {});
  virtual ~FolderWatcher() = default;
  virtual void stop() = 0;
};

}  // namespace kigen::inventory

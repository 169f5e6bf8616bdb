// Tells that one of a few files in a folder may have changed (settings, profiles), without polling. The folder itself,
// not what lies below it. For thousands of certificate files see service/inventory/folder_watcher.h.
//
// Threads: the io_context's thread, which must outlive it. Bursts are gathered: one call, 300 ms after the first event.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "common/base/result.h"

namespace boost::asio {
class io_context;
}

namespace kigen::platform {

class FolderNotice {
 public:
  /// Which file names (UTF-8, without folder) matter.
  using Wanted = std::function<bool(std::string_view name)>;
  using Changed = std::function<void()>;

  /// SourceUnavailable with {"path"} when the folder does not exist or cannot be watched.
  [[nodiscard]] static Result<std::unique_ptr<FolderNotice>> watch(boost::asio::io_context& io,
                                                                   const std::filesystem::path& folder, Wanted wanted,
                                                                   Changed changed);
  virtual ~FolderNotice() = default;
};

}  // namespace kigen::platform

// One process at a time, by a lock of the operating system's: a crash, a kill or a power cut lets go of it by itself.
// The file stays and means nothing. One thread; held until destroyed.
#pragma once

#include <filesystem>
#include <memory>

#include "common/base/result.h"

namespace kigen::renewal {

class ProcessLock {
 public:
  virtual ~ProcessLock() = default;
};

/// RenewalRunning when another process, or another owner in this one, holds it; FileNotWritable and its like.
[[nodiscard]] Result<std::unique_ptr<ProcessLock>> take_lock(const std::filesystem::path& file);

}  // namespace kigen::renewal

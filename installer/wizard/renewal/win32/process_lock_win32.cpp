#include <windows.h>

#include "common/platform/files.h"
#include "common/platform/win32/handle.h"
#include "installer/wizard/renewal/process_lock.h"

namespace kigen::renewal {
namespace {

class FileLock final : public ProcessLock {
 public:
  explicit FileLock(platform::UniqueFile file) : file_(std::move(file)) {}

 private:
  platform::UniqueFile file_;
};

}  // namespace

// A handle that shares nothing: the second opening fails for as long as the first is open, and no longer.
Result<std::unique_ptr<ProcessLock>> take_lock(const std::filesystem::path& file) {
  platform::UniqueFile handle(::CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_ALWAYS,
                                            FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!handle) {
    const DWORD error = ::GetLastError();
    if (error == ERROR_SHARING_VIOLATION) return Error(ErrorCode::RenewalRunning);
    return platform::file_error(file, error, ErrorCode::FileNotWritable);
  }
  return std::unique_ptr<ProcessLock>(std::make_unique<FileLock>(std::move(handle)));
}

}  // namespace kigen::renewal

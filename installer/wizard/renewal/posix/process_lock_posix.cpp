#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "common/platform/files.h"
#include "common/platform/posix/unique_descriptor.h"
#include "installer/wizard/renewal/process_lock.h"

namespace kigen::renewal {
namespace {

class FileLock final : public ProcessLock {
 public:
  explicit FileLock(UniqueDescriptor file) : file_(std::move(file)) {}

 private:
  UniqueDescriptor file_;
};

}  // namespace

Result<std::unique_ptr<ProcessLock>> take_lock(const std::filesystem::path& file) {
  UniqueDescriptor handle(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!handle) {
    return platform::file_error(file, static_cast<unsigned long>(errno), ErrorCode::FileNotWritable);
  }
  if (::flock(handle.get(), LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if (error == EWOULDBLOCK) return Error(ErrorCode::RenewalRunning);
    return platform::file_error(file, static_cast<unsigned long>(error), ErrorCode::FileNotWritable);
  }
  return std::unique_ptr<ProcessLock>(std::make_unique<FileLock>(std::move(handle)));
}

}  // namespace kigen::renewal

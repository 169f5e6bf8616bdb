#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "common/base/unique_handle.h"
#include "common/platform/files.h"
#include "installer/wizard/renewal/process_lock.h"

namespace kigen::renewal {
namespace {

struct DescriptorTraits {
  using Handle = int;
  static Handle none() noexcept { return -1; }
  static void close(Handle handle) noexcept { ::close(handle); }
};

class FileLock final : public ProcessLock {
 public:
  explicit FileLock(UniqueHandle<DescriptorTraits> file) : file_(std::move(file)) {}

 private:
  UniqueHandle<DescriptorTraits> file_;
};

}  // namespace

Result<std::unique_ptr<ProcessLock>> take_lock(const std::filesystem::path& file) {
  UniqueHandle<DescriptorTraits> handle(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
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

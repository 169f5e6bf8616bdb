#include "db/file_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "common/base/unique_handle.h"
#include "db/connection.h"
#include "db/failure.h"

namespace kigen::db {
namespace {

struct FileTraits {
  using Handle = int;
  static Handle none() { return -1; }
  static void close(Handle handle) { ::close(handle); }
};

void sync(const std::filesystem::path& path, int flags) {
  const UniqueHandle<FileTraits> file(::open(path.c_str(), flags | O_CLOEXEC));
  if (file && ::fsync(file.get()) == 0) return;
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT;
  throw Failure(
      Error(full ? ErrorCode::DiskFull : ErrorCode::DatabaseFailed, describe_errno(number)).with("path", utf8(path)));
}

}  // namespace

void sync_file(const std::filesystem::path& file) {
  sync(file, O_RDONLY);
}
void sync_folder(const std::filesystem::path& folder) {
  sync(folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace kigen::db

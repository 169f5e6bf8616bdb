#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "common/platform/atomic_names.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/posix/unique_descriptor.h"

namespace kigen::platform {
namespace {

Error error_of(const std::filesystem::path& path, int number, ErrorCode fallback) {
  return file_error(path, static_cast<unsigned long>(number), fallback);
}

Status write_all(int descriptor, const std::filesystem::path& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    const int error = errno;
    if (written < 0 && error == EINTR) continue;
    if (written < 0) return error_of(path, error, ErrorCode::FileNotWritable);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// The permissions that an administrator gave the old file stay; a new file is the owner's alone.
mode_t mode_for(const std::filesystem::path& path) {
  struct stat old {};
  return ::stat(path.c_str(), &old) == 0 ? old.st_mode & 0777 : 0600;
}

Status write_new(const std::filesystem::path& path, const std::filesystem::path& temporary, std::string_view content) {
  UniqueDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return error_of(path, errno, ErrorCode::FileNotWritable);
  if (::fchmod(file.get(), mode_for(path)) != 0) return error_of(path, errno, ErrorCode::FileNotWritable);
  if (Status written = write_all(file.get(), path, content); !written) return written;
  if (::fsync(file.get()) != 0) return error_of(path, errno, ErrorCode::FileNotWritable);
  if (::close(file.release()) != 0) return error_of(path, errno, ErrorCode::FileNotWritable);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return error_of(path, errno, ErrorCode::FileNotWritable);
  return {};
}

// A rename lasts once its folder is on the disk.
Status sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  UniqueDescriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return error_of(path, errno, ErrorCode::FileNotWritable);
  if (::fsync(folder.get()) != 0 && errno != EINVAL) return error_of(path, errno, ErrorCode::FileNotWritable);
  return {};
}

}  // namespace

Error file_error(const std::filesystem::path& path, unsigned long system_error, ErrorCode fallback) {
  const int number = static_cast<int>(system_error);
  ErrorCode code = fallback;
  if (number == ENOENT || number == ENOTDIR) code = ErrorCode::NotFound;
  if (number == EACCES || number == EPERM) code = ErrorCode::AccessDenied;
  if (number == ENOSPC || number == EDQUOT) code = ErrorCode::DiskFull;
  return Error(code, describe_errno(number)).with("path", to_utf8(path));
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  // Non-blocking, so that opening a named pipe that nobody writes to does not hang.
  UniqueDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return error_of(path, errno, ErrorCode::FileNotReadable);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return error_of(path, errno, ErrorCode::FileNotReadable);
  if (!S_ISREG(facts.st_mode)) {
    return Error(ErrorCode::FileNotReadable, "not a regular file").with("path", to_utf8(path));
  }
  std::string content;
  char block[16384];
  for (;;) {
    const ssize_t got = ::read(file.get(), block, sizeof block);
    const int error = errno;
    if (got < 0 && error == EINTR) continue;
    if (got < 0) return error_of(path, error, ErrorCode::FileNotReadable);
    if (got == 0) return content;
    if (content.size() + static_cast<std::size_t>(got) > max_bytes) {
      return Error(ErrorCode::FileTooLarge).with("path", to_utf8(path)).with("limit", std::to_string(max_bytes));
    }
    content.append(block, static_cast<std::size_t>(got));
  }
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path temporary = new_name_beside(path);
  if (Status written = write_new(path, temporary, content); !written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_folder(path);
}

Status ensure_folder(const std::filesystem::path& folder) {
  struct stat facts {};
  if (::stat(folder.c_str(), &facts) == 0) {
    if (S_ISDIR(facts.st_mode)) return {};
    return Error(ErrorCode::FileNotWritable, "not a folder").with("path", to_utf8(folder));
  }
  if (folder.has_parent_path() && folder.parent_path() != folder) {
    if (Status parent = ensure_folder(folder.parent_path()); !parent) return parent;
  }
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return error_of(folder, errno, ErrorCode::FileNotWritable);
  }
  return {};
}

}  // namespace kigen::platform

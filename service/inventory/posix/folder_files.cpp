#include "service/inventory/folder_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "common/base/unique_handle.h"

namespace kigen::inventory {
namespace {

struct FileTraits {
  using Handle = int;
  static Handle none() { return -1; }
  static void close(Handle handle) { ::close(handle); }
};
using UniqueFile = UniqueHandle<FileTraits>;

struct DirectoryCloser {
  void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

constexpr std::int64_t kSecond = 1'000'000'000;
// The kernel stamps files with the time of its last tick (at most 10 ms ago); some file systems with even seconds.
constexpr std::int64_t kGrain = 20'000'000;
constexpr std::int64_t kCoarseGrain = 2 * kSecond;

std::int64_t to_ns(const timespec& time) {
  return std::int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}

std::int64_t now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return to_ns(now);
}

FileStamp to_stamp(const struct stat& status, std::int64_t opened) {
  FileStamp stamp;
  stamp.size = static_cast<std::uint64_t>(status.st_size);
  stamp.modified = to_ns(status.st_mtim);
  stamp.changed = to_ns(status.st_ctim);
  stamp.identity = status.st_ino;
  const std::int64_t newest = std::max(stamp.modified, stamp.changed);
  stamp.settled = newest < opened - (newest % kSecond == 0 ? kCoarseGrain : kGrain);
  return stamp;
}

Error unavailable(const std::string& path, int number) {
  return Error(ErrorCode::SourceUnavailable, describe_errno(number)).with("path", path);
}

class PosixFolder final : public Folder {
 public:
  PosixFolder(UniqueFile file, std::string path, std::int64_t opened)
      : file_(std::move(file)), path_(std::move(path)), opened_(opened) {}

  [[nodiscard]] Result<std::unique_ptr<Folder>> open_folder(const std::string& name) const override {
    UniqueFile file(::openat(file_.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const int number = errno;
    const std::string path = path_ + '/' + name;
    if (file) return std::unique_ptr<Folder>(std::make_unique<PosixFolder>(std::move(file), path, opened_));
    if (number == ENOENT || number == ENOTDIR || number == ELOOP) {
      return Error(ErrorCode::NotFound, describe_errno(number)).with("path", path);
    }
    return unavailable(path, number);
  }

  Status list(const std::function<bool(const FolderEntry&)>& callback) override {
    UniqueFile own(::openat(file_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own) return unavailable(path_, errno);
    const std::unique_ptr<DIR, DirectoryCloser> directory(::fdopendir(own.get()));
    if (!directory) return unavailable(path_, errno);
    (void)own.release();
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(directory.get());  // NOLINT(concurrency-mt-unsafe): the stream is ours alone
      if (entry == nullptr) {
        const int number = errno;
        if (number != 0) return unavailable(path_, number);
        return {};
      }
      const std::string_view name(entry->d_name);
      if (name == "." || name == "..") continue;
      if (!callback({name, kind_of(entry->d_type), std::nullopt})) return {};
    }
  }

  std::optional<FileStamp> stamp(const char* name) const override {
    struct stat status {};
    if (::fstatat(file_.get(), name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) {
      return std::nullopt;
    }
    return to_stamp(status, opened_);
  }

  Status read(const std::string& name, std::size_t limit, FileBytes& out) const override {
    // Non-blocking, so that a pipe of that name cannot hold us up before fstat tells what it is.
    const UniqueFile file(
        ::openat(file_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    const int number = errno;
    if (!file) {
      const bool absent = number == ENOENT || number == ELOOP || number == ENXIO;
      return failed(absent ? ErrorCode::NotFound : ErrorCode::FileNotReadable, name, number);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return failed(ErrorCode::NotFound, name, 0);
    out.stamp = to_stamp(status, opened_);
    if (out.stamp.size > limit) return too_large(name, out.stamp.size, limit);
    return read_all(file.get(), name, limit, out.bytes);
  }

 private:
  static EntryKind kind_of(unsigned char type) {
    switch (type) {
      case DT_REG:
        return EntryKind::File;
      case DT_DIR:
        return EntryKind::Folder;
      case DT_UNKNOWN:
        return EntryKind::Unknown;
      default:
        return EntryKind::Other;
    }
  }

  [[nodiscard]] Error failed(ErrorCode code, const std::string& name, int number) const {
    return Error(code, number == 0 ? std::string{} : describe_errno(number)).with("path", path_ + '/' + name);
  }
  [[nodiscard]] Error too_large(const std::string& name, std::uint64_t size, std::size_t limit) const {
    return failed(ErrorCode::FileTooLarge, name, 0)
        .with("size", std::to_string(size))
        .with("limit", std::to_string(limit));
  }

  Status read_all(int file, const std::string& name, std::size_t limit, std::vector<std::uint8_t>& bytes) const {
    // One byte more than the file is said to hold: the read that fills less has seen the end.
    constexpr std::size_t kStart = 4096;
    if (bytes.size() < kStart) bytes.resize(kStart);
    std::size_t filled = 0;
    for (;;) {
      const ssize_t count = ::read(file, bytes.data() + filled, bytes.size() - filled);
      const int number = errno;
      if (count < 0 && number == EINTR) continue;
      if (count < 0) return failed(ErrorCode::FileNotReadable, name, number);
      filled += static_cast<std::size_t>(count);
      if (filled > limit) return too_large(name, filled, limit);
      if (filled < bytes.size()) break;
      bytes.resize(std::min(bytes.size() * 4, limit + 1));
    }
    bytes.resize(filled);
    return {};
  }

  UniqueFile file_;
  std::string path_;
  std::int64_t opened_;  ///< when the source was opened, ns
};

}  // namespace

Result<std::unique_ptr<Folder>> Folder::open(const std::string& path) {
  UniqueFile file(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const int number = errno;
  if (!file) return unavailable(path, number);
  return std::unique_ptr<Folder>(std::make_unique<PosixFolder>(std::move(file), path, now_ns()));
}

void release_free_memory() {
  ::malloc_trim(0);
}

}  // namespace kigen::inventory

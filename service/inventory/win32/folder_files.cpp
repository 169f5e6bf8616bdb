#include "service/inventory/folder_files.h"

#include <windows.h>

#include <algorithm>
#include <string_view>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "service/inventory/win32/wtf8.h"

namespace kigen::inventory {
namespace {

using platform::describe_windows_error;
using platform::UniqueFile;

struct FindTraits {
  using Handle = HANDLE;
  static Handle none() { return INVALID_HANDLE_VALUE; }
  static void close(Handle handle) { ::FindClose(handle); }
};

constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr std::int64_t kTicksPerSecond = 10'000'000;
// NTFS stamps in 100 ns, but lazily and with the clock's tick; FAT in even seconds.
constexpr std::int64_t kGrain = kTicksPerSecond / 50;
constexpr std::int64_t kCoarseGrain = 2 * kTicksPerSecond;

std::int64_t ticks(const FILETIME& time) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(time.dwHighDateTime) << 32U) | time.dwLowDateTime);
}

// Of a WIN32_FIND_DATAW or a BY_HANDLE_FILE_INFORMATION, which share these fields.
template <class Info>
FileStamp to_stamp(const Info& info) {
  FileStamp stamp;
  stamp.size = (static_cast<std::uint64_t>(info.nFileSizeHigh) << 32U) | info.nFileSizeLow;
  stamp.modified = ticks(info.ftLastWriteTime);
  stamp.changed = ticks(info.ftCreationTime);
  FILETIME now{};
  ::GetSystemTimeAsFileTime(&now);
  const std::int64_t grain = stamp.modified % kTicksPerSecond == 0 ? kCoarseGrain : kGrain;
  stamp.settled = stamp.modified < ticks(now) - grain;
  return stamp;
}

bool is_regular(DWORD attributes) {
  return (attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE)) == 0;
}

bool is_absent(DWORD number) {
  return number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND;
}

class WindowsFolder final : public Folder {
 public:
  explicit WindowsFolder(std::wstring path) : path_(std::move(path)) {}

  [[nodiscard]] Result<std::unique_ptr<Folder>> open_folder(const std::string& name) const override {
    const std::wstring path = path_of(name);
    const DWORD attributes = ::GetFileAttributesW(path.c_str());
    const DWORD number = ::GetLastError();
    if (attributes == INVALID_FILE_ATTRIBUTES) {
      return Error(is_absent(number) ? ErrorCode::NotFound : ErrorCode::SourceUnavailable,
                   describe_windows_error(number))
          .with("path", to_wtf8(path));
    }
    // A junction or link may lead out of the source.
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0 || (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
      return Error(ErrorCode::NotFound, "no folder").with("path", to_wtf8(path));
    }
    return std::unique_ptr<Folder>(std::make_unique<WindowsFolder>(path));
  }

  Status list(const std::function<bool(const FolderEntry&)>& callback) override {
    WIN32_FIND_DATAW data{};
    const UniqueHandle<FindTraits> find(::FindFirstFileExW((path_ + L"\\*").c_str(), FindExInfoBasic, &data,
                                                           FindExSearchNameMatch, nullptr, FIND_FIRST_EX_LARGE_FETCH));
    if (!find) {
      const DWORD number = ::GetLastError();
      // The root of a drive has no "." and may hold nothing at all.
      if (number == ERROR_FILE_NOT_FOUND) return {};
      return unavailable(number);
    }
    do {
      const std::wstring_view name(data.cFileName);
      if (name == L"." || name == L"..") continue;
      const std::string bytes = to_wtf8(name);
      if (!callback(to_entry(bytes, data))) return {};
    } while (::FindNextFileW(find.get(), &data) != FALSE);
    const DWORD number = ::GetLastError();
    if (number != ERROR_NO_MORE_FILES) return unavailable(number);
    return {};
  }

  std::optional<FileStamp> stamp(const char* name) const override {
    WIN32_FILE_ATTRIBUTE_DATA data{};
    if (::GetFileAttributesExW(path_of(name).c_str(), GetFileExInfoStandard, &data) == FALSE ||
        !is_regular(data.dwFileAttributes)) {
      return std::nullopt;
    }
    return to_stamp(data);
  }

  Status read(const std::string& name, std::size_t limit, FileBytes& out) const override {
    const UniqueFile file(::CreateFileW(path_of(name).c_str(), GENERIC_READ, kShare, nullptr, OPEN_EXISTING,
                                        FILE_FLAG_SEQUENTIAL_SCAN | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    const DWORD number = ::GetLastError();
    if (!file) {
      return failed(is_absent(number) ? ErrorCode::NotFound : ErrorCode::FileNotReadable, name, number);
    }
    BY_HANDLE_FILE_INFORMATION info{};
    if (::GetFileType(file.get()) != FILE_TYPE_DISK || ::GetFileInformationByHandle(file.get(), &info) == FALSE ||
        !is_regular(info.dwFileAttributes)) {
      return failed(ErrorCode::NotFound, name, 0);
    }
    out.stamp = to_stamp(info);
    if (out.stamp.size > limit) return too_large(name, out.stamp.size, limit);
    return read_all(file.get(), name, limit, out.bytes);
  }

 private:
  [[nodiscard]] std::wstring path_of(const std::string& name) const { return path_ + L'\\' + from_wtf8(name); }

  static FolderEntry to_entry(const std::string& name, const WIN32_FIND_DATAW& data) {
    FolderEntry entry;
    entry.name = name;
    if ((data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
      entry.kind = EntryKind::Other;
    } else if ((data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
      entry.kind = EntryKind::Folder;
    } else {
      entry.kind = EntryKind::File;
      entry.stamp = to_stamp(data);
    }
    return entry;
  }

  [[nodiscard]] Error unavailable(DWORD number) const {
    return Error(ErrorCode::SourceUnavailable, describe_windows_error(number)).with("path", to_wtf8(path_));
  }
  [[nodiscard]] Error failed(ErrorCode code, const std::string& name, DWORD number) const {
    return Error(code, number == 0 ? std::string{} : describe_windows_error(number))
        .with("path", to_wtf8(path_of(name)));
  }
  [[nodiscard]] Error too_large(const std::string& name, std::uint64_t size, std::size_t limit) const {
    return failed(ErrorCode::FileTooLarge, name, 0)
        .with("size", std::to_string(size))
        .with("limit", std::to_string(limit));
  }

  Status read_all(HANDLE file, const std::string& name, std::size_t limit, std::vector<std::uint8_t>& bytes) const {
    constexpr std::size_t kStart = 4096;
    bytes.resize(kStart);
    std::size_t filled = 0;
    for (;;) {
      DWORD count = 0;
      const auto room = static_cast<DWORD>(bytes.size() - filled);
      if (::ReadFile(file, bytes.data() + filled, room, &count, nullptr) == FALSE) {
        const DWORD number = ::GetLastError();
        return failed(ErrorCode::FileNotReadable, name, number);
      }
      if (count == 0) break;
      filled += count;
      if (filled > limit) return too_large(name, filled, limit);
      if (filled == bytes.size()) bytes.resize(std::min(bytes.size() * 4, limit + 1));
    }
    bytes.resize(filled);
    return {};
  }

  std::wstring path_;
};

}  // namespace

Result<std::unique_ptr<Folder>> Folder::open(const std::string& path) {
  std::wstring wide = from_wtf8(path);
  std::replace(wide.begin(), wide.end(), L'/', L'\\');
  while (wide.size() > 1 && wide.back() == L'\\') wide.pop_back();
  const DWORD attributes = ::GetFileAttributesW((wide + L'\\').c_str());
  const DWORD number = ::GetLastError();
  if (attributes == INVALID_FILE_ATTRIBUTES || (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
    const std::string reason =
        attributes == INVALID_FILE_ATTRIBUTES ? describe_windows_error(number) : std::string("no folder");
    return Error(ErrorCode::SourceUnavailable, reason).with("path", path);
  }
  return std::unique_ptr<Folder>(std::make_unique<WindowsFolder>(std::move(wide)));
}

void release_free_memory() {
  ::HeapCompact(::GetProcessHeap(), 0);
}

}  // namespace kigen::inventory

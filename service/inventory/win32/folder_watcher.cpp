#include "service/inventory/folder_watcher.h"

// Asio's Windows headers come first: they include winsock2.h before windows.h.
#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/windows/overlapped_ptr.hpp>
#include <boost/asio/windows/stream_handle.hpp>

#include <array>
#include <cstring>
#include <string_view>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "common/x509/certificate_file.h"
#include "service/inventory/change_gatherer.h"
#include "service/inventory/win32/wtf8.h"

namespace kigen::inventory {
namespace {

constexpr DWORD kFilter = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME | FILE_NOTIFY_CHANGE_SIZE |
                          FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_CREATION;
// More than 64 KB fails on network drives.
constexpr std::size_t kBufferBytes = 64 * 1024;

class DirectoryWatcher final : public FolderWatcher, public std::enable_shared_from_this<DirectoryWatcher> {
 public:
  DirectoryWatcher(boost::asio::io_context& context, HANDLE directory, std::wstring folder, Callback on_change,
                   WatchTiming timing)
      : context_(context),
        directory_(context, directory),
        folder_(std::move(folder)),
        gatherer_(context, std::move(on_change), timing) {}

  Status begin() {
    if (const DWORD number = request(); number != 0) {
      return Error(ErrorCode::SourceUnavailable, platform::describe_windows_error(number))
          .with("path", to_wtf8(folder_));
    }
    return {};
  }

  void stop() override {
    gatherer_.stop();
    boost::system::error_code ignored;
    directory_.close(ignored);
  }

 private:
  // The handler keeps this object, hence the buffer, until the system has let go of it.
  DWORD request() {
    boost::asio::windows::overlapped_ptr operation(
        context_, [self = shared_from_this()](const boost::system::error_code& problem, std::size_t size) {
          self->take(problem, size);
        });
    const BOOL asked =
        ::ReadDirectoryChangesW(directory_.native_handle(), buffer_.data(), static_cast<DWORD>(buffer_.size()), TRUE,
                                kFilter, nullptr, operation.get(), nullptr);
    const DWORD number = ::GetLastError();
    if (asked == FALSE && number != ERROR_IO_PENDING) {
      operation.reset();
      return number == 0 ? ERROR_INVALID_FUNCTION : number;
    }
    (void)operation.release();
    return 0;
  }

  void take(const boost::system::error_code& problem, std::size_t size) {
    if (!directory_.is_open()) return;
    if (problem || size == 0) {
      // Too many changes for the buffer, or the folder went away: what is there now, a scan tells.
      gatherer_.add_rescan();
      if (problem && problem.value() != ERROR_NOTIFY_ENUM_DIR) return;
    } else {
      read_changes(size);
    }
    if (request() != 0) gatherer_.add_rescan();
  }

  void read_changes(std::size_t size) {
    constexpr std::size_t kFixed = offsetof(FILE_NOTIFY_INFORMATION, FileName);
    for (std::size_t at = 0; at + kFixed <= size;) {
      FILE_NOTIFY_INFORMATION change{};
      std::memcpy(&change, buffer_.data() + at, kFixed);
      if (change.FileNameLength > size - at - kFixed) return;
      std::wstring name(change.FileNameLength / sizeof(wchar_t), L'\0');
      std::memcpy(name.data(), buffer_.data() + at + kFixed, name.size() * sizeof(wchar_t));
      note(name);
      if (change.NextEntryOffset == 0) return;
      at += change.NextEntryOffset;
    }
  }

  void note(const std::wstring& name) {
    const std::wstring path = folder_ + L'\\' + name;
    const std::string bytes = to_wtf8(path);
    if (x509::is_candidate(bytes)) return gatherer_.add_path(bytes);
    // A folder that came or went takes files with it; one whose own times changed says nothing new.
    const DWORD attributes = ::GetFileAttributesW(path.c_str());
    const bool gone = attributes == INVALID_FILE_ATTRIBUTES;
    const bool has_extension = name.find(L'.', name.find_last_of(L'\\') + 1) != std::wstring::npos;
    if ((gone && !has_extension) || (!gone && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)) gatherer_.add_rescan();
  }

  boost::asio::io_context& context_;
  boost::asio::windows::stream_handle directory_;
  std::wstring folder_;
  ChangeGatherer gatherer_;
  alignas(DWORD) std::array<char, kBufferBytes> buffer_{};
};

// The caller's handle: its end stops the watcher, whose last request may still be under way.
class Handle final : public FolderWatcher {
 public:
  explicit Handle(std::shared_ptr<DirectoryWatcher> watcher) : watcher_(std::move(watcher)) {}
  ~Handle() override { watcher_->stop(); }
  void stop() override { watcher_->stop(); }

 private:
  std::shared_ptr<DirectoryWatcher> watcher_;
};

}  // namespace

Result<std::unique_ptr<FolderWatcher>> FolderWatcher::start(boost::asio::io_context& context, const std::string& folder,
                                                            Callback on_change, WatchTiming timing) {
  std::wstring path = from_wtf8(folder);
  while (path.size() > 3 && (path.back() == L'\\' || path.back() == L'/')) path.pop_back();
  platform::UniqueFile directory(
      ::CreateFileW(path.c_str(), FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, nullptr));
  const DWORD number = ::GetLastError();
  if (!directory) {
    return Error(ErrorCode::SourceUnavailable, platform::describe_windows_error(number)).with("path", folder);
  }
  const auto watcher =
      std::make_shared<DirectoryWatcher>(context, directory.release(), std::move(path), std::move(on_change), timing);
  if (const Status begun = watcher->begin(); !begun) return begun.error();
  return std::unique_ptr<FolderWatcher>(std::make_unique<Handle>(watcher));
}

}  // namespace kigen::inventory

#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/windows/object_handle.hpp>

#include <array>
#include <cstring>

#include "common/platform/folder_notice.h"
#include "common/platform/paths.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kGather{300};

class DirectoryNotice final : public FolderNotice, public std::enable_shared_from_this<DirectoryNotice> {
 public:
  DirectoryNotice(asio::io_context& io, UniqueFile folder, HANDLE event, Wanted wanted, Changed changed)
      : folder_(std::move(folder)),
        event_(io, event),
        gather_(io),
        wanted_(std::move(wanted)),
        changed_(std::move(changed)) {}

  Status read() {
    overlapped_ = {};
    overlapped_.hEvent = event_.native_handle();
    constexpr DWORD kChanges = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_SIZE;
    if (::ReadDirectoryChangesW(folder_.get(), buffer_.data(), static_cast<DWORD>(buffer_.size()), FALSE, kChanges,
                                nullptr, &overlapped_, nullptr) == 0) {
      const DWORD error = ::GetLastError();
      return Error(ErrorCode::SourceUnavailable, "ReadDirectoryChangesW: " + describe_windows_error(error));
    }
    pending_ = true;
    // The system writes into buffer_ until the read has ended: the operation keeps this object alive.
    event_.async_wait([self = shared_from_this()](const boost::system::error_code& error) { self->readable(error); });
    return {};
  }

  void close() {
    closed_ = true;
    gather_.cancel();
    if (pending_) ::CancelIoEx(folder_.get(), &overlapped_);
  }

 private:
  void readable(const boost::system::error_code& error) {
    pending_ = false;
    DWORD bytes = 0;
    const BOOL good = ::GetOverlappedResult(folder_.get(), &overlapped_, &bytes, TRUE);
    if (closed_ || error || good == 0) return;
    if (matters(bytes) && !gathering_) gather();
    // A folder that is gone cannot be watched on: the next start or reload looks again.
    (void)read();
  }

  bool matters(DWORD bytes) const {
    if (bytes == 0) return true;  // more changes than the buffer holds
    std::size_t at = 0;
    while (at + offsetof(FILE_NOTIFY_INFORMATION, FileName) <= bytes) {
      FILE_NOTIFY_INFORMATION entry{};
      std::memcpy(&entry, buffer_.data() + at, offsetof(FILE_NOTIFY_INFORMATION, FileName));
      std::wstring name(entry.FileNameLength / sizeof(wchar_t), L'\0');
      std::memcpy(name.data(), buffer_.data() + at + offsetof(FILE_NOTIFY_INFORMATION, FileName),
                  name.size() * sizeof(wchar_t));
      if (wanted_(to_narrow(name))) return true;
      if (entry.NextEntryOffset == 0) break;
      at += entry.NextEntryOffset;
    }
    return false;
  }

  void gather() {
    gathering_ = true;
    gather_.expires_after(kGather);
    gather_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (error || !self || self->closed_) return;
      self->gathering_ = false;
      self->changed_();
    });
  }

  UniqueFile folder_;
  asio::windows::object_handle event_;
  asio::steady_timer gather_;
  Wanted wanted_;
  Changed changed_;
  OVERLAPPED overlapped_{};
  alignas(DWORD) std::array<char, 16 * 1024> buffer_{};
  bool pending_ = false, gathering_ = false, closed_ = false;
};

class Owner final : public FolderNotice {
 public:
  explicit Owner(std::shared_ptr<DirectoryNotice> notice) : notice_(std::move(notice)) {}
  ~Owner() override { notice_->close(); }

 private:
  std::shared_ptr<DirectoryNotice> notice_;
};

}  // namespace

Result<std::unique_ptr<FolderNotice>> FolderNotice::watch(asio::io_context& io, const std::filesystem::path& folder,
                                                          Wanted wanted, Changed changed) {
  UniqueFile handle(::CreateFileW(folder.c_str(), FILE_LIST_DIRECTORY,
                                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                  FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, nullptr));
  const DWORD error = ::GetLastError();
  if (!handle) {
    return Error(ErrorCode::SourceUnavailable, describe_windows_error(error)).with("path", to_utf8(folder));
  }
  const HANDLE event = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
  if (event == nullptr) return Error(ErrorCode::Internal, "CreateEventW").with("path", to_utf8(folder));
  auto notice = std::make_shared<DirectoryNotice>(io, std::move(handle), event, std::move(wanted), std::move(changed));
  if (Status started = notice->read(); !started) return Error(started.error()).with("path", to_utf8(folder));
  return std::unique_ptr<FolderNotice>(std::make_unique<Owner>(std::move(notice)));
}

}  // namespace kigen::platform

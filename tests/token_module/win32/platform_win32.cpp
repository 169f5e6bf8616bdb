#include <windows.h>

#include <array>
#include <cstdlib>
#include <system_error>

#include "tests/token_module/platform.h"

namespace kigen::test_token {
namespace {

class Handle {
 public:
  explicit Handle(HANDLE handle) : handle_(handle) {
    if (handle == nullptr || handle == INVALID_HANDLE_VALUE) {
      throw std::system_error(static_cast<int>(::GetLastError()), std::system_category());
    }
  }
  ~Handle() { ::CloseHandle(handle_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  [[nodiscard]] HANDLE get() const { return handle_; }

 private:
  HANDLE handle_;
};

constexpr DWORD kShared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

}  // namespace

void* library_function(const std::filesystem::path& library, const char* name, std::string& reason) {
  const HMODULE module = ::LoadLibraryW(library.c_str());
  const FARPROC found = module != nullptr ? ::GetProcAddress(module, name) : nullptr;
  if (found == nullptr) reason = "error " + std::to_string(::GetLastError());
  return reinterpret_cast<void*>(found);
}

unsigned long process_id() {
  return ::GetCurrentProcessId();
}

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody but the module sets any
  return value != nullptr ? value : "";
}

void set_environment(const char* name, const std::string& value) {
  ::_putenv_s(name, value.c_str());
}

void append_line(const std::filesystem::path& file, const std::string& line) {
  const HANDLE opened =
      ::CreateFileW(file.c_str(), FILE_APPEND_DATA, kShared, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (opened == INVALID_HANDLE_VALUE) return;
  const Handle out(opened);
  const std::string whole = line + "\n";
  DWORD written = 0;
  ::WriteFile(out.get(), whole.data(), static_cast<DWORD>(whole.size()), &written, nullptr);
}

struct FolderLock::Handle {
  explicit Handle(const std::filesystem::path& path)
      : file(::CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, kShared, nullptr, OPEN_ALWAYS,
                           FILE_ATTRIBUTE_NORMAL, nullptr)) {}
  test_token::Handle file;
  OVERLAPPED range{};
};

FolderLock::FolderLock(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "state");
  handle_ = std::make_unique<Handle>(folder / "state" / "lock");
  ::LockFileEx(handle_->file.get(), LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &handle_->range);
}
FolderLock::~FolderLock() {
  ::UnlockFileEx(handle_->file.get(), 0, 1, 0, &handle_->range);
}

struct FolderWait::Handle {
  explicit Handle(const std::filesystem::path& folder)
      : changes(::FindFirstChangeNotificationW(folder.c_str(), FALSE,
                                               FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_LAST_WRITE)),
        ended(::CreateEventW(nullptr, TRUE, FALSE, nullptr)) {
    if (changes == INVALID_HANDLE_VALUE) {
      throw std::system_error(static_cast<int>(::GetLastError()), std::system_category());
    }
  }
  ~Handle() { ::FindCloseChangeNotification(changes); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  HANDLE changes;
  test_token::Handle ended;
};

FolderWait::FolderWait(const std::filesystem::path& folder) : handle_(std::make_unique<Handle>(folder)) {}
FolderWait::~FolderWait() = default;

bool FolderWait::wait() {
  const std::array<HANDLE, 2> both{handle_->ended.get(), handle_->changes};
  const DWORD which = ::WaitForMultipleObjects(2, both.data(), FALSE, INFINITE);
  if (which != WAIT_OBJECT_0 + 1) return false;
  ::FindNextChangeNotification(handle_->changes);
  return true;
}

void FolderWait::interrupt() {
  ::SetEvent(handle_->ended.get());
}

}  // namespace kigen::test_token

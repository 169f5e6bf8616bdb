#include "db/file_sync.h"

#include <windows.h>

#include <string>

#include "common/base/unique_handle.h"
#include "db/connection.h"
#include "db/failure.h"

namespace kigen::db {
namespace {

struct FileTraits {
  using Handle = HANDLE;
  static Handle none() { return INVALID_HANDLE_VALUE; }
  static void close(Handle handle) { ::CloseHandle(handle); }
};

}  // namespace

void sync_file(const std::filesystem::path& file) {
  const UniqueHandle<FileTraits> handle(::CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE,
                                                      FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                                                      FILE_ATTRIBUTE_NORMAL, nullptr));
  if (handle && ::FlushFileBuffers(handle.get()) != FALSE) return;
  const DWORD number = ::GetLastError();
  const bool full = number == ERROR_DISK_FULL || number == ERROR_HANDLE_DISK_FULL;
  throw Failure(Error(full ? ErrorCode::DiskFull : ErrorCode::DatabaseFailed, "system " + std::to_string(number))
                    .with("path", utf8(file)));
}

void sync_folder(const std::filesystem::path&) {}

}  // namespace kigen::db

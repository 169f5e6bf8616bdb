#include <windows.h>

#include "common/platform/atomic_names.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {

Error last_error(const std::filesystem::path& path, ErrorCode fallback) {
  return file_error(path, ::GetLastError(), fallback);
}

Status write_new(const std::filesystem::path& path, const std::filesystem::path& temporary, std::string_view content) {
  UniqueFile file(
      ::CreateFileW(temporary.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return last_error(path, ErrorCode::FileNotWritable);
  while (!content.empty()) {
    const DWORD block = static_cast<DWORD>(std::min<std::size_t>(content.size(), 1U << 20));
    DWORD written = 0;
    if (::WriteFile(file.get(), content.data(), block, &written, nullptr) == 0) {
      return last_error(path, ErrorCode::FileNotWritable);
    }
    content.remove_prefix(written);
  }
  if (::FlushFileBuffers(file.get()) == 0) return last_error(path, ErrorCode::FileNotWritable);
  return {};
}

// Virus scanners and indexers hold a file open for moments: the rename is worth a few tries.
Status rename_over(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  constexpr int kTries = 6;
  constexpr DWORD kPauseMs = 25;
  for (int attempt = 1;; ++attempt) {
    if (::MoveFileExW(temporary.c_str(), path.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0) {
      return {};
    }
    const DWORD error = ::GetLastError();
    const bool passing = error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED;
    if (!passing || attempt == kTries) return file_error(path, error, ErrorCode::FileNotWritable);
    ::Sleep(kPauseMs);
  }
}

}  // namespace

Error file_error(const std::filesystem::path& path, unsigned long system_error, ErrorCode fallback) {
  ErrorCode code = fallback;
  switch (system_error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_NETPATH:
      code = ErrorCode::NotFound;
      break;
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
      code = ErrorCode::AccessDenied;
      break;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
      code = ErrorCode::DiskFull;
      break;
    default:
      break;
  }
  return Error(code, describe_windows_error(system_error)).with("path", to_utf8(path));
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  UniqueFile file(::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                nullptr, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr));
  if (!file) {
    const DWORD error = ::GetLastError();
    const DWORD attributes = ::GetFileAttributesW(path.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
      return Error(ErrorCode::FileNotReadable, "not a regular file").with("path", to_utf8(path));
    }
    return file_error(path, error, ErrorCode::FileNotReadable);
  }
  if (::GetFileType(file.get()) != FILE_TYPE_DISK) {
    return Error(ErrorCode::FileNotReadable, "not a regular file").with("path", to_utf8(path));
  }
  std::string content;
  char block[16384];
  for (;;) {
    DWORD got = 0;
    if (::ReadFile(file.get(), block, sizeof block, &got, nullptr) == 0) {
      return last_error(path, ErrorCode::FileNotReadable);
    }
    if (got == 0) return content;
    if (content.size() + got > max_bytes) {
      return Error(ErrorCode::FileTooLarge).with("path", to_utf8(path)).with("limit", std::to_string(max_bytes));
    }
    content.append(block, got);
  }
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path temporary = new_name_beside(path);
  Status done = write_new(path, temporary, content);
  if (done) done = rename_over(temporary, path);
  if (!done) ::DeleteFileW(temporary.c_str());
  return done;
}

Status ensure_folder(const std::filesystem::path& folder) {
  const DWORD attributes = ::GetFileAttributesW(folder.c_str());
  if (attributes != INVALID_FILE_ATTRIBUTES) {
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return {};
    return Error(ErrorCode::FileNotWritable, "not a folder").with("path", to_utf8(folder));
  }
  if (folder.has_relative_path() && folder.parent_path() != folder && folder.has_parent_path()) {
    if (Status parent = ensure_folder(folder.parent_path()); !parent) return parent;
  }
  if (::CreateDirectoryW(folder.c_str(), nullptr) != 0) return {};
  const DWORD error = ::GetLastError();
  if (error == ERROR_ALREADY_EXISTS) return {};
  return file_error(folder, error, ErrorCode::FileNotWritable);
}

}  // namespace kigen::platform

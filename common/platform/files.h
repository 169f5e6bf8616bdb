// Files that are whole or not there: bounded reads, and writes that a crash, a full disk or a left-over cannot spoil.
// Blocking; any thread. Errors carry {"path"}: NotFound, FileNotReadable, FileNotWritable, FileTooLarge, DiskFull,
// AccessDenied.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace kigen::platform {

/// The whole file; FileTooLarge when it holds more than `max_bytes`. Only regular files: a folder, a pipe or a device
/// is FileNotReadable.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Replaces the file's content: a new file of a unique name in the same folder, flushed to the disk, renamed over the
/// old one. Whatever fails, the old content stays and the new file is removed.
[[nodiscard]] Status write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Makes the folder and its parents; Ok when it is there already. Posix: mode 0700 for the ones that are made.
[[nodiscard]] Status ensure_folder(const std::filesystem::path& folder);

/// Removes what interrupted atomic writes left in `folder`; how many. Never an error: a left-over blocks nothing.
std::size_t remove_left_over_writes(const std::filesystem::path& folder) noexcept;

/// What a system error number (errno; GetLastError on Windows) means for the file at `path`; `fallback` when it is none
/// of the kinds that have a code of their own.
[[nodiscard]] Error file_error(const std::filesystem::path& path, unsigned long system_error, ErrorCode fallback);

}  // namespace kigen::platform

// The source's name in the Application log, and its registration. Any thread.
#pragma once

#include <windows.h>

#include <filesystem>

#include "common/base/result.h"
#include "common/base/unique_handle.h"

namespace kigen::host {

inline constexpr wchar_t kEventSource[] = L"Kigen";
inline constexpr wchar_t kEventSourceKey[] = L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Kigen";

/// Needs an elevated process. `program` carries the message table.
[[nodiscard]] Status register_event_source(const std::filesystem::path& program);
[[nodiscard]] Status unregister_event_source();

}  // namespace kigen::host

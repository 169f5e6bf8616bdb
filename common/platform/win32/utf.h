// UTF-8 ↔ UTF-16 at the border to Windows, and what GetLastError() means in words. Any thread.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

namespace kigen::platform {

/// Ill-formed input becomes U+FFFD: text from outside never fails a conversion.
[[nodiscard]] std::wstring to_wide(std::string_view utf8);
[[nodiscard]] std::string to_narrow(std::wstring_view wide);

/// "Access is denied. (Windows error 5)": the system's own words, for an error's detail.
[[nodiscard]] std::string describe_windows_error(DWORD error);

}  // namespace kigen::platform

// The names that controls get for screen readers, taken down by a stand-in for the system's service that keeps them:
// Wine has none. One thread, with COM.
#pragma once

#include <windows.h>

#include <string>

namespace kigen::wizard::test {

/// From now on, for this process.
void record_accessible_names();
/// What was given to the control last; "" for nothing.
[[nodiscard]] std::wstring accessible_name(HWND control);

}  // namespace kigen::wizard::test

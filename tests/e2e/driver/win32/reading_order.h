// In which order a person reads the controls of a window, and so expects the Tab key to come to them. Of any program's
// window; any thread.
#pragma once

#include <windows.h>

#include <vector>

namespace kigen::driver {

/// Controls that Tab is to reach (visible, enabled, with WS_TABSTOP): row by row, each from left to right; what stands
/// in a page, before the buttons below it.
[[nodiscard]] std::vector<HWND> tab_stops(HWND window);

}  // namespace kigen::driver

// What the driver does as a person without a mouse does it: strokes of the keyboard, which go to whatever window is in
// front, and looks at where the focus is.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace kigen::driver {

/// "Tab", "Shift+Tab", "Enter", "Alt+N" …; `window` must be in front. False when it is not, or there is no such key.
bool press(HWND window, const std::wstring& chord);
/// Key after key, each as the keyboard's layout has it; false for a character that has no key.
bool write(HWND window, const std::wstring& text);
/// The control of `window` that has the focus; null when it has not, or is not in front.
HWND focus_of(HWND window);
/// Presses `chord` until the focus is where it was before, or `most` times: where it came to. Ends at a press that
/// moved nothing.
std::vector<HWND> tour(HWND window, const std::wstring& chord, std::size_t most);

}  // namespace kigen::driver

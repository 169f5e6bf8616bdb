// What a person without a mouse or without sight would miss in a window of this thread. One thread, with a desktop.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace kigen::wizard::test {

/// One sentence each, none when all is well: the focus is on an enabled control; Tab comes to every control it may stop
/// at, in the order of reading, and round; each of them has a name, and a key of its own; Enter has a button.
[[nodiscard]] std::vector<std::string> keyboard_faults(HWND window);

}  // namespace kigen::wizard::test

// The picture of a window as a PNG file.
#pragma once

#include <windows.h>

#include <string>

namespace kigen::wizard::test {

bool save_picture(HWND window, const std::wstring& path);

}  // namespace kigen::wizard::test

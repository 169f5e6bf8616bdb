// Names that screen readers say, for controls whose own text is not one. Needs COM on the calling thread.
#pragma once

#include <windows.h>

#include <string>

namespace kigen::ui {

/// MSAA name of `control`; without the accessibility service nothing happens.
void set_accessible_name(HWND control, const std::wstring& name);

}  // namespace kigen::ui

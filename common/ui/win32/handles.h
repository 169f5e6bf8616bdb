// Owners of GDI and window handles.
#pragma once

#include <windows.h>

#include "common/base/unique_handle.h"

namespace kigen::ui {

struct FontTraits {
  using Handle = HFONT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::DeleteObject(handle); }
};
struct BrushTraits {
  using Handle = HBRUSH;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::DeleteObject(handle); }
};
struct IconTraits {
  using Handle = HICON;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::DestroyIcon(handle); }
};
struct MenuTraits {
  using Handle = HMENU;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::DestroyMenu(handle); }
};

using UniqueFont = UniqueHandle<FontTraits>;
using UniqueBrush = UniqueHandle<BrushTraits>;
using UniqueIcon = UniqueHandle<IconTraits>;
using UniqueMenu = UniqueHandle<MenuTraits>;

}  // namespace kigen::ui

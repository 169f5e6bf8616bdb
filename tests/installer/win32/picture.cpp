#include "picture.h"

#include <windows.h>

// gdiplus.h expects these before it.
// clang-format off
#include <objidl.h>
#include <propidl.h>
#include <gdiplus.h>
// clang-format on

namespace kigen::wizard::test {
namespace {

// image/png, as GDI+ registers it.
constexpr CLSID kPng = {0x557cf406, 0x1a04, 0x11d3, {0x9a, 0x73, 0x00, 0x00, 0xf8, 0x1e, 0xf3, 0x2e}};

HBITMAP copy_of(HWND window) {
  RECT area{};
  ::GetWindowRect(window, &area);
  const int width = area.right - area.left;
  const int height = area.bottom - area.top;
  const HDC from = ::GetWindowDC(window);
  const HDC to = ::CreateCompatibleDC(from);
  const HBITMAP bitmap = ::CreateCompatibleBitmap(from, width, height);
  const HGDIOBJ old = ::SelectObject(to, bitmap);
  ::BitBlt(to, 0, 0, width, height, from, 0, 0, SRCCOPY);
  ::SelectObject(to, old);
  ::DeleteDC(to);
  ::ReleaseDC(window, from);
  return bitmap;
}

}  // namespace

bool save_picture(HWND window, const std::wstring& path) {
  ULONG_PTR token = 0;
  Gdiplus::GdiplusStartupInput input;
  if (Gdiplus::GdiplusStartup(&token, &input, nullptr) != Gdiplus::Ok) return false;
  const HBITMAP copy = copy_of(window);
  bool saved = false;
  {
    Gdiplus::Bitmap bitmap(copy, nullptr);
    saved = bitmap.Save(path.c_str(), &kPng, nullptr) == Gdiplus::Ok;
  }
  ::DeleteObject(copy);
  Gdiplus::GdiplusShutdown(token);
  return saved;
}

}  // namespace kigen::wizard::test

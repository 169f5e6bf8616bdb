#include "common/ui/win32/menu.h"

#include <utility>

namespace kigen::ui {

Menu::Menu() : menu_(::CreatePopupMenu()) {}

Menu& Menu::add(int id, const std::wstring& text) {
  ::AppendMenuW(menu_.get(), MF_STRING, static_cast<UINT_PTR>(id), text.c_str());
  return *this;
}

Menu& Menu::add_default(int id, const std::wstring& text) {
  add(id, text);
  ::SetMenuDefaultItem(menu_.get(), static_cast<UINT>(id), FALSE);
  return *this;
}

Menu& Menu::add_choice(int id, const std::wstring& text, bool chosen) {
  add(id, text);
  MENUITEMINFOW info{};
  info.cbSize = sizeof info;
  info.fMask = MIIM_FTYPE | MIIM_STATE;
  info.fType = MFT_RADIOCHECK;
  info.fState = chosen ? MFS_CHECKED : MFS_UNCHECKED;
  ::SetMenuItemInfoW(menu_.get(), static_cast<UINT>(id), FALSE, &info);
  return *this;
}

Menu& Menu::add_disabled(int id, const std::wstring& text) {
  ::AppendMenuW(menu_.get(), MF_STRING | MF_GRAYED, static_cast<UINT_PTR>(id), text.c_str());
  return *this;
}

Menu& Menu::add_menu(const std::wstring& text, Menu inner) {
  // The outer menu owns the inner one from here on.
  const auto handle = reinterpret_cast<UINT_PTR>(inner.menu_.release());
  ::AppendMenuW(menu_.get(), MF_POPUP, handle, text.c_str());
  return *this;
}

Menu& Menu::separator() {
  ::AppendMenuW(menu_.get(), MF_SEPARATOR, 0, nullptr);
  return *this;
}

int Menu::choose(HWND owner, POINT point, UINT flags) const {
  return static_cast<int>(
      ::TrackPopupMenuEx(menu_.get(), flags | TPM_RETURNCMD | TPM_RIGHTBUTTON, point.x, point.y, owner, nullptr));
}

int Menu::choose_below(HWND owner, HWND anchor) const {
  RECT area{};
  ::GetWindowRect(anchor, &area);
  return choose(owner, {area.left, area.bottom});
}

}  // namespace kigen::ui

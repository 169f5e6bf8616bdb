// A popup menu that is built when it is shown, so that it always speaks the present language. UI thread only.
#pragma once

#include <windows.h>

#include <string>

#include "common/ui/win32/handles.h"

namespace kigen::ui {

class Menu {
 public:
  Menu();
  Menu& add(int id, const std::wstring& text);
  /// The command that a double click means; shown in bold.
  Menu& add_default(int id, const std::wstring& text);
  Menu& add_choice(int id, const std::wstring& text, bool chosen);
  Menu& add_disabled(int id, const std::wstring& text);
  Menu& add_menu(const std::wstring& text, Menu inner);
  Menu& separator();

  /// Shows it at `point` (screen); the chosen id, 0 when none.
  [[nodiscard]] int choose(HWND owner, POINT point, UINT flags = TPM_LEFTALIGN | TPM_TOPALIGN) const;
  /// Below the button `anchor`.
  [[nodiscard]] int choose_below(HWND owner, HWND anchor) const;

 private:
  UniqueMenu menu_;
};

}  // namespace kigen::ui

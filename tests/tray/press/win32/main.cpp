// kigen-tray-press CLASS WORD [NUMBER] [TEXT]: works a window of Kigen from a shell, for screenshots and trials.
//   KigenTray command 103            the host's command 103 (tray/ids.h)
//   KigenWarning press 208           presses a control
//   KigenInterval text 402 100       writes into a control
//   KigenMain select 312 1           selects row 1 of a list
//   KigenMain show                   prints all its texts
#include <windows.h>

#include <commctrl.h>

#include <iostream>
#include <string>

#include "common/platform/win32/utf.h"
#include "tests/tray/win32/driver.h"

namespace {

using namespace kigen::tray::driver;

void select(HWND window, int id, int row) {
  // A list's item state needs memory of its own process: keys do the same.
  const HWND list = control(window, id);
  ::PostMessageW(list, WM_KEYDOWN, VK_HOME, 0);
  for (int i = 0; i < row; ++i) ::PostMessageW(list, WM_KEYDOWN, VK_DOWN, 0);
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const std::wstring window_class = kigen::platform::to_wide(words[1]);
  const std::string word = words[2];
  const int number = count > 3 ? std::stoi(words[3]) : 0;
  const HWND window = find_any_window(window_class.c_str());
  if (!window) return 1;
  if (word == "command") command(window, number);
  if (word == "press") press(window, number);
  if (word == "text" && count > 4) set_text(window, number, kigen::platform::to_wide(words[4]));
  if (word == "select" && count > 4) select(window, number, std::stoi(words[4]));
  if (word == "show") std::cout << describe(window);
  return 0;
}

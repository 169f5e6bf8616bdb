// Stands in for kigen-wizard.exe beside a tray under test: writes its command line into wizard.txt beside itself and
// ends well.
#include <windows.h>

#include <fstream>
#include <string>

#include "common/platform/win32/utf.h"

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR options, int) {
  wchar_t path[MAX_PATH];
  const DWORD length = ::GetModuleFileNameW(nullptr, path, MAX_PATH);
  std::wstring folder(path, length);
  folder.resize(folder.find_last_of(L'\\') + 1);
  std::ofstream out(std::string(kigen::platform::to_narrow(folder + L"wizard.txt")), std::ios::app);
  out << kigen::platform::to_narrow(options) << '\n';
  return 0;
}

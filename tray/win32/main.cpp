// kigen-tray.exe [--logon] [--connect pipe:NAME]: one a session; a second start makes the first show its main window.
#include <windows.h>

#include <commctrl.h>
#include <objbase.h>

#include "common/base/unique_handle.h"
#include "common/ui/win32/theme.h"
#include "common/ui/win32/window.h"
#include "tray/ids.h"
#include "tray/win32/app.h"
#include "tray/win32/options.h"

namespace {

struct MutexTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CloseHandle(handle); }
};

// The first one may still be starting: its window is waited for, but not for ever.
void show_first() {
  for (int i = 0; i < 50; ++i) {
    if (const HWND first = ::FindWindowW(kigen::tray::ids::kHostClass, nullptr)) {
      DWORD process = 0;
      ::GetWindowThreadProcessId(first, &process);
      ::AllowSetForegroundWindow(process);
      ::PostMessageW(first, kigen::tray::ids::kShowMainMessage, 0, 0);
      return;
    }
    ::Sleep(100);
  }
}

}  // namespace

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
  // Only the system's own folder may serve libraries: this program stands in a folder that others may have filled.
  ::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
  const kigen::Result<kigen::tray::Options> options = kigen::tray::read_options();
  if (!options) return 2;
  const kigen::UniqueHandle<MutexTraits> mutex(::CreateMutexW(nullptr, FALSE, kigen::tray::ids::kMutex));
  if (::GetLastError() == ERROR_ALREADY_EXISTS) {
    if (!options->logon) show_first();
    return 0;
  }
  kigen::ui::enable_dpi_awareness();
  const INITCOMMONCONTROLSEX controls{sizeof controls, ICC_WIN95_CLASSES | ICC_STANDARD_CLASSES};
  ::InitCommonControlsEx(&controls);
  if (FAILED(::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE))) return 1;
  int code = 1;
  {
    kigen::tray::App app(*options);
    if (app.start()) code = kigen::ui::run_message_loop();
  }
  ::CoUninitialize();
  return code;
}

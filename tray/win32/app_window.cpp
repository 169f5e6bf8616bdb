// The part of App that answers the hidden window's messages: icon, menu, timers, session and power events.
#include <windows.h>

#include <shellapi.h>
#include <windowsx.h>
#include <wtsapi32.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/menu.h"
#include "tray/ids.h"
#include "tray/win32/app.h"
#include "tray/win32/screen.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

constexpr std::chrono::seconds kIconRetry{60};

}  // namespace

LRESULT App::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == ids::kRunMessage) {
    executor_->run();
    return 0;
  }
  if (message == ids::kTrayMessage) {
    tray_event(LOWORD(lparam), {GET_X_LPARAM(wparam), GET_Y_LPARAM(wparam)});
    return 0;
  }
  if (message == ids::kShowMainMessage) {
    open_main();
    return 0;
  }
  if (message == tokens_changed_ && tokens_changed_ != 0) {
    if (tokens_) tokens_->device_changed();
    return 0;
  }
  if (message == task_bar_created_ && task_bar_created_ != 0) {
    icon_->restore();
    return 0;
  }
  return system_event(message, wparam, lparam);
}

LRESULT App::system_event(UINT message, WPARAM wparam, LPARAM lparam) {
  switch (message) {
    case WM_TIMER:
      if (wparam == ids::kScreenTimer) act(session_.warnings.screen_checked(screen_free()));
      if (wparam == ids::kDayTimer) follow_day();
      if (wparam == ids::kTokenTimer) {
        ::KillTimer(hwnd(), ids::kTokenTimer);
        tokens_->woke();
      }
      return 0;
    case WM_DEVICECHANGE:
      if (tokens_ && TokenDevices::concerns(wparam, lparam)) tokens_->device_changed();
      return TRUE;
    case WM_TIMECHANGE:
      refresh_all(false);
      follow_day();
      return 0;
    case WM_POWERBROADCAST:
      if (wparam == PBT_APMRESUMEAUTOMATIC) {
        if (client_) client_->reconnect_now();
        follow_day();  // timers stood still
      }
      return TRUE;
    case WM_WTSSESSION_CHANGE:
      act(session_.warnings.screen_checked(screen_free()));
      return 0;
    case WM_SETTINGCHANGE:
    case WM_DPICHANGED:
      if (icon_) icon_->reload();
      return ui::Window::on_message(message, wparam, lparam);
    case WM_QUERYENDSESSION:
      return TRUE;
    case WM_ENDSESSION:
      if (wparam) ::PostQuitMessage(0);
      return 0;
    case WM_CLOSE:
      // Task managers and the uninstaller ask this way.
      ::PostQuitMessage(0);
      return 0;
    default:
      return ui::Window::on_message(message, wparam, lparam);
  }
}

// Words such as "today" change at midnight; until then nothing ticks, unless the task bar has no icon of ours yet.
void App::follow_day() {
  const Instant now = clock_.now();
  const std::chrono::local_days day = calendar_->date_of(now);
  if (!icon_->added()) icon_->restore();
  std::chrono::seconds wait = calendar_->start_of(day + std::chrono::days{1}) - now;
  if (!icon_->added()) wait = std::min(wait, kIconRetry);
  // A second late rather than a moment early: then it would have to be set again.
  ::SetTimer(hwnd(), ids::kDayTimer,
             static_cast<UINT>(std::chrono::milliseconds(wait + std::chrono::seconds{1}).count()), nullptr);
  if (std::exchange(shown_day_, day) != day) refresh_all(false);
}

void App::tray_event(UINT event, POINT point) {
  switch (event) {
    case WM_LBUTTONDBLCLK:
    case NIN_KEYSELECT:
    case NIN_BALLOONUSERCLICK:
      if (event == NIN_BALLOONUSERCLICK && warning_->exists()) {
        ::SetForegroundWindow(warning_->hwnd());
        return;
      }
      return open_main();
    case WM_CONTEXTMENU:
      return tray_menu(point);
    default:
      return;
  }
}

void App::tray_menu(POINT point) {
  const text::Language language = session_.language;
  ui::Menu menu;
  menu.add_default(ids::kOpenMain, to_wide(text::menu_open(language)));
  const std::wstring check = to_wide(text::menu_check(language));
  if (session_.connection.connected && !session_.check.running()) {
    menu.add(ids::kCheckNow, check);
  } else {
    menu.add_disabled(ids::kCheckNow, check);
  }
  menu.add(ids::kChangeInterval, to_wide(text::menu_interval(language)));
  menu.add(ids::kStartWizard, to_wide(text::menu_wizard(language)));
  menu.separator();
  menu.add(ids::kAbout, to_wide(text::menu_about(language)));
  menu.add(ids::kExit, to_wide(text::menu_exit(language)));
  // Without this the menu would stay when the user clicks elsewhere.
  ::SetForegroundWindow(hwnd());
  const int command = menu.choose(hwnd(), point, TPM_RIGHTALIGN | TPM_BOTTOMALIGN);
  ::PostMessageW(hwnd(), WM_NULL, 0, 0);
  if (command != 0) run(command);
}

}  // namespace kigen::tray

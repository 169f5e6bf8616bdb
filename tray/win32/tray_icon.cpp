#include "tray/win32/tray_icon.h"

#include <shellapi.h>

#include "common/platform/win32/utf.h"
#include "common/ui/win32/theme.h"
#include "tray/icons/icons.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

NOTIFYICONDATAW data_of(HWND host) {
  NOTIFYICONDATAW data{};
  data.cbSize = sizeof data;
  data.hWnd = host;
  data.uID = ids::kIconId;
  return data;
}

template <std::size_t N>
void copy(wchar_t (&to)[N], const std::string& from) {
  ::lstrcpynW(to, platform::to_wide(from).c_str(), static_cast<int>(N));
}

}  // namespace

int icon_resource(IconState state) noexcept {
  switch (state) {
    case IconState::Fine:
      return KIGEN_ICON_FINE;
    case IconState::Due:
      return KIGEN_ICON_DUE;
    case IconState::Expired:
      return KIGEN_ICON_EXPIRED;
    case IconState::Unreachable:
      break;
  }
  return KIGEN_ICON_UNREACHABLE;
}

TrayIcon::~TrayIcon() {
  NOTIFYICONDATAW data = data_of(host_);
  if (added_) ::Shell_NotifyIconW(NIM_DELETE, &data);
}

void TrayIcon::show(const IconView& view) {
  if (added_ && view == view_) return;
  const bool other_icon = !icon_ || view.state != view_.state;
  view_ = view;
  if (other_icon) {
    reload();
  } else {
    send();
  }
}

void TrayIcon::reload() {
  const HWND task_bar = ::FindWindowW(L"Shell_TrayWnd", nullptr);
  const UINT dpi = task_bar ? ::GetDpiForWindow(task_bar) : ::GetDpiForSystem();
  ui::UniqueIcon fresh = ui::load_icon(icon_resource(view_.state), ::GetSystemMetricsForDpi(SM_CXSMICON, dpi));
  icon_ = std::move(fresh);
  send();
}

void TrayIcon::restore() {
  added_ = false;
  reload();
}

void TrayIcon::send() {
  NOTIFYICONDATAW data = data_of(host_);
  data.uFlags = NIF_MESSAGE | NIF_ICON | NIF_TIP | NIF_SHOWTIP;
  data.uCallbackMessage = ids::kTrayMessage;
  data.hIcon = icon_.get();
  copy(data.szTip, view_.tip);
  if (added_ && ::Shell_NotifyIconW(NIM_MODIFY, &data)) return;
  added_ = ::Shell_NotifyIconW(NIM_ADD, &data) != 0;
  data.uVersion = NOTIFYICON_VERSION_4;
  if (added_) ::Shell_NotifyIconW(NIM_SETVERSION, &data);
}

void TrayIcon::balloon(const std::string& title, const std::string& text, IconState state) {
  NOTIFYICONDATAW data = data_of(host_);
  data.uFlags = NIF_INFO;
  // The user's quiet hours hold: the window itself stands anyway.
  const DWORD mark = state == IconState::Expired ? NIIF_ERROR : state == IconState::Fine ? NIIF_INFO : NIIF_WARNING;
  data.dwInfoFlags = mark | NIIF_RESPECT_QUIET_TIME | NIIF_NOSOUND;
  copy(data.szInfoTitle, title);
  copy(data.szInfo, text);
  if (added_) ::Shell_NotifyIconW(NIM_MODIFY, &data);
}

bool TrayIcon::position(POINT& point) const {
  NOTIFYICONIDENTIFIER icon{};
  icon.cbSize = sizeof icon;
  icon.hWnd = host_;
  icon.uID = ids::kIconId;
  RECT area{};
  if (FAILED(::Shell_NotifyIconGetRect(&icon, &area))) return false;
  point = {(area.left + area.right) / 2, (area.top + area.bottom) / 2};
  return true;
}

}  // namespace kigen::tray

#include "common/ui/win32/window.h"

#include <windows.h>

#include <windowsx.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace kigen::ui {
namespace {

// Private messages between Kigen's own windows; they stay inside the process.
constexpr UINT kTranslate = WM_APP + 0x3f0;
constexpr UINT kThemeChanged = WM_APP + 0x3f1;

bool is_kigen_window(HWND window) {
  wchar_t name[64] = {};
  ::GetClassNameW(window, name, 64);
  return std::wstring_view(name).starts_with(L"Kigen");
}

BOOL CALLBACK tell_theme(HWND child, LPARAM dpi) {
  if (is_kigen_window(child)) ::SendMessageW(child, kThemeChanged, static_cast<WPARAM>(dpi), 0);
  return TRUE;
}

bool register_class(const wchar_t* name, WNDPROC procedure) {
  WNDCLASSEXW description{};
  description.cbSize = sizeof description;
  if (::GetClassInfoExW(::GetModuleHandleW(nullptr), name, &description) != 0) return true;
  description.style = CS_DBLCLKS;
  description.lpfnWndProc = procedure;
  description.hInstance = ::GetModuleHandleW(nullptr);
  description.hCursor = ::LoadCursorW(nullptr, IDC_ARROW);
  description.lpszClassName = name;
  return ::RegisterClassExW(&description) != 0;
}

}  // namespace

Window::~Window() {
  // The virtual hooks of the derived object are gone by now: no message may reach it any more.
  if (!hwnd_) return;
  const HWND window = std::exchange(hwnd_, nullptr);
  ::SetWindowLongPtrW(window, GWLP_USERDATA, 0);
  ::DestroyWindow(window);
}

void Window::destroy() {
  if (hwnd_) ::DestroyWindow(hwnd_);
}

bool Window::create(const Look& look, const std::wstring& title, HWND owner) {
  look_ = look;
  if (!register_class(look.class_name, &Window::window_proc)) return false;
  POINT cursor{};
  ::GetCursorPos(&cursor);
  const bool child = (look.style & WS_CHILD) != 0;
  theme_ = Theme::for_dpi(child ? ::GetDpiForWindow(owner) : dpi_at(cursor));
  const SIZE size = outer_size({theme_->px(look.size.width), theme_->px(look.size.height)});
  const int where = child ? 0 : static_cast<int>(CW_USEDEFAULT);
  // Tab goes through children of WS_EX_CONTROLPARENT; for the arrow keys Wine asks for DS_CONTROL.
  const DWORD style = look.style | WS_CLIPCHILDREN | (child ? DS_CONTROL : 0U);
  const HWND made =
      ::CreateWindowExW(look.ex_style | (child ? WS_EX_CONTROLPARENT : 0U), look.class_name, title.c_str(), style,
                        where, where, size.cx, size.cy, owner, nullptr, ::GetModuleHandleW(nullptr), this);
  if (!made) return false;
  if (!child && look.icon != 0) set_title_icons();
  if (!child && look.size.height == 0) fit_height();
  if (!child) keep_on_monitor();
  relayout();
  return true;
}

// At 200 % a window may want more than a small screen has.
void Window::keep_on_monitor() {
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  if (!::GetMonitorInfoW(::MonitorFromWindow(hwnd_, MONITOR_DEFAULTTONEAREST), &monitor)) return;
  RECT own{};
  ::GetWindowRect(hwnd_, &own);
  const long width = std::min(own.right - own.left, monitor.rcWork.right - monitor.rcWork.left);
  const long height = std::min(own.bottom - own.top, monitor.rcWork.bottom - monitor.rcWork.top);
  ::SetWindowPos(hwnd_, nullptr, 0, 0, static_cast<int>(width), static_cast<int>(height),
                 SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
}

SIZE Window::outer_size(Size client) const {
  RECT area{0, 0, client.width, client.height};
  const BOOL menu = hwnd_ && ::GetMenu(hwnd_) != nullptr;
  ::AdjustWindowRectExForDpi(&area, look_.style, menu, look_.ex_style, theme_->dpi());
  return {area.right - area.left, area.bottom - area.top};
}

void Window::set_title_icons() {
  small_icon_ = load_icon(look_.icon, ::GetSystemMetricsForDpi(SM_CXSMICON, theme_->dpi()));
  large_icon_ = load_icon(look_.icon, ::GetSystemMetricsForDpi(SM_CXICON, theme_->dpi()));
  ::SendMessageW(hwnd_, WM_SETICON, ICON_SMALL, reinterpret_cast<LPARAM>(small_icon_.get()));
  ::SendMessageW(hwnd_, WM_SETICON, ICON_BIG, reinterpret_cast<LPARAM>(large_icon_.get()));
}

LRESULT CALLBACK Window::window_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_NCCREATE) {
    auto* self = static_cast<Window*>(reinterpret_cast<CREATESTRUCTW*>(lparam)->lpCreateParams);
    self->hwnd_ = window;
    ::SetWindowLongPtrW(window, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(self));
  }
  auto* self = reinterpret_cast<Window*>(::GetWindowLongPtrW(window, GWLP_USERDATA));
  if (!self) return ::DefWindowProcW(window, message, wparam, lparam);
  try {
    return self->dispatch(message, wparam, lparam);
  } catch (const std::exception& error) {
    ::OutputDebugStringA(error.what());
    return ::DefWindowProcW(window, message, wparam, lparam);
  }
}

LRESULT Window::dispatch(UINT message, WPARAM wparam, LPARAM lparam) {
  const HWND window = hwnd_;
  if (message == WM_CREATE) {
    controls_.attach(window, theme_);
    on_create();
    return 0;
  }
  if (message == kTranslate) return translate(*reinterpret_cast<MSG*>(lparam)) ? TRUE : FALSE;
  if (message == kThemeChanged) {
    take_theme(static_cast<UINT>(wparam));
    return 0;
  }
  if (message == WM_NCDESTROY) {
    on_destroy();
    ::SetWindowLongPtrW(window, GWLP_USERDATA, 0);
    hwnd_ = nullptr;
    controls_ = Controls();
    return ::DefWindowProcW(window, message, wparam, lparam);
  }
  return on_message(message, wparam, lparam);
}

void Window::take_theme(UINT dpi) {
  const std::shared_ptr<const Theme> old = std::exchange(theme_, Theme::for_dpi(dpi));
  controls_.apply(theme_);
  if (look_.icon != 0 && (look_.style & WS_CHILD) == 0) set_title_icons();
  on_theme();
  ::EnumChildWindows(hwnd_, &tell_theme, static_cast<LPARAM>(dpi));
  relayout();
  ::InvalidateRect(hwnd_, nullptr, TRUE);
}

LRESULT Window::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  switch (message) {
    case WM_COMMAND:
      on_command(LOWORD(wparam), HIWORD(wparam));
      return 0;
    case WM_NOTIFY:
      return on_notify(*reinterpret_cast<NMHDR*>(lparam));
    case WM_SIZE:
      relayout();
      return 0;
    case WM_ERASEBKGND:
      paint_background(reinterpret_cast<HDC>(wparam));
      return 1;
    case WM_CTLCOLORSTATIC:
    case WM_CTLCOLORBTN:
      return color_static(reinterpret_cast<HDC>(wparam), reinterpret_cast<HWND>(lparam));
    case WM_DPICHANGED: {
      const RECT& area = *reinterpret_cast<const RECT*>(lparam);
      take_theme(HIWORD(wparam));
      ::SetWindowPos(hwnd_, nullptr, area.left, area.top, area.right - area.left, area.bottom - area.top,
                     SWP_NOZORDER | SWP_NOACTIVATE);
      if (look_.size.height == 0) fit_height();
      return 0;
    }
    case WM_SETTINGCHANGE:
    case WM_THEMECHANGED:
    case WM_SYSCOLORCHANGE:
      if ((look_.style & WS_CHILD) == 0) take_theme(theme_->dpi());
      return 0;
    case WM_GETMINMAXINFO:
      limit_size(*reinterpret_cast<MINMAXINFO*>(lparam));
      return 0;
    case WM_ACTIVATE:
      remember_focus(LOWORD(wparam) != WA_INACTIVE);
      return 0;
    case WM_SETFOCUS:
      remember_focus(true);
      return 0;
    case WM_NEXTDLGCTL:
      move_focus(wparam, LOWORD(lparam) != 0);
      return 0;
    case DM_GETDEFID:
      return default_id_ != 0 ? MAKELRESULT(default_id_, DC_HASDEFID) : 0;
    default:
      return ::DefWindowProcW(hwnd_, message, wparam, lparam);
  }
}

bool Window::translate(MSG& message) {
  if (on_key(message)) return true;
  return ::IsDialogMessageW(hwnd_, &message) != 0;
}

void Window::paint_background(HDC context) {
  RECT client{};
  ::GetClientRect(hwnd_, &client);
  RECT upper = client;
  if (footer_top_ >= 0) upper.bottom = footer_top_;
  ::FillRect(context, &upper, theme_->surface_brush());
  if (footer_top_ < 0) return;
  RECT lower = client;
  lower.top = footer_top_;
  ::FillRect(context, &lower, theme_->footer_brush());
  lower.bottom = lower.top + std::max(1, theme_->px(1));
  ::FillRect(context, &lower, theme_->line_brush());
}

LRESULT Window::color_static(HDC context, HWND control) {
  RECT area{};
  ::GetWindowRect(control, &area);
  ::MapWindowPoints(nullptr, hwnd_, reinterpret_cast<POINT*>(&area), 2);
  const bool in_footer = footer_top_ >= 0 && area.top >= footer_top_;
  const Tone tone = controls_.tone_of(control);
  if (tone == Tone::Line) return reinterpret_cast<LRESULT>(theme_->line_brush());
  ::SetTextColor(context, theme_->color(tone));
  ::SetBkColor(context, in_footer ? theme_->footer() : theme_->surface());
  return reinterpret_cast<LRESULT>(in_footer ? theme_->footer_brush() : theme_->surface_brush());
}

void Window::remember_focus(bool active) {
  if (!active) {
    const HWND focus = ::GetFocus();
    if (focus && ::IsChild(hwnd_, focus)) last_focus_ = focus;
    return;
  }
  if (last_focus_ && ::IsChild(hwnd_, last_focus_) && ::IsWindowVisible(last_focus_) &&
      ::IsWindowEnabled(last_focus_)) {
    ::SetFocus(last_focus_);
    return;
  }
  HWND first = default_id_ != 0 ? ::GetDlgItem(hwnd_, default_id_) : nullptr;
  if (!first || !::IsWindowVisible(first) || !::IsWindowEnabled(first))
    first = ::GetNextDlgTabItem(hwnd_, nullptr, FALSE);
  if (first) ::SetFocus(first);
}

// IsDialogMessage and some controls leave it to the window: Wine for the arrow keys and for the access key of a label.
void Window::move_focus(WPARAM to, bool is_control) {
  const HWND next =
      is_control ? reinterpret_cast<HWND>(to) : ::GetNextDlgTabItem(hwnd_, ::GetFocus(), to != 0 ? TRUE : FALSE);
  if (next && ::IsChild(hwnd_, next)) ::SetFocus(next);
}

void Window::limit_size(MINMAXINFO& info) const {
  if (!theme_ || look_.minimum.width == 0) return;
  const SIZE least = outer_size({theme_->px(look_.minimum.width), theme_->px(look_.minimum.height)});
  // At 200 % the least may be more than a small screen has.
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  const bool known = ::GetMonitorInfoW(::MonitorFromWindow(hwnd_, MONITOR_DEFAULTTONEAREST), &monitor) != 0;
  const RECT& room = monitor.rcWork;
  info.ptMinTrackSize.x = known ? std::min(least.cx, room.right - room.left) : least.cx;
  info.ptMinTrackSize.y = known ? std::min(least.cy, room.bottom - room.top) : least.cy;
}

void Window::relayout() {
  if (!hwnd_ || !theme_) return;
  RECT client{};
  ::GetClientRect(hwnd_, &client);
  const Node strip = footer();
  const bool has_strip = !strip.children.empty();
  const int height = has_strip ? measure(strip, client.right).height : 0;
  const int old_top = std::exchange(footer_top_, has_strip ? client.bottom - height : -1);
  arrange(body(), place_body({0, 0, client.right, client.bottom - height}));
  if (has_strip) arrange(strip, {0, footer_top_, client.right, height});
  if (old_top != footer_top_) ::InvalidateRect(hwnd_, nullptr, TRUE);
}

void Window::fit_height() {
  RECT client{};
  ::GetClientRect(hwnd_, &client);
  const Node strip = footer();
  const int strip_height = strip.children.empty() ? 0 : measure(strip, client.right).height;
  const SIZE size = outer_size({client.right, measure(body(), client.right).height + strip_height});
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  ::GetMonitorInfoW(::MonitorFromWindow(hwnd_, MONITOR_DEFAULTTONEAREST), &monitor);
  const int limit = static_cast<int>(monitor.rcWork.bottom - monitor.rcWork.top);
  ::SetWindowPos(hwnd_, nullptr, 0, 0, size.cx, limit > 0 ? std::min(static_cast<int>(size.cy), limit) : size.cy,
                 SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
  relayout();
}

int run_message_loop() {
  MSG message{};
  while (::GetMessageW(&message, nullptr, 0, 0) > 0) {
    const HWND root = message.hwnd ? ::GetAncestor(message.hwnd, GA_ROOT) : nullptr;
    const bool input = message.message >= WM_KEYFIRST && message.message <= WM_MOUSELAST;
    if (root && input && is_kigen_window(root) &&
        ::SendMessageW(root, kTranslate, 0, reinterpret_cast<LPARAM>(&message)) != 0) {
      continue;
    }
    ::TranslateMessage(&message);
    ::DispatchMessageW(&message);
  }
  return static_cast<int>(message.wParam);
}

void center_on_monitor(HWND window, HWND owner) {
  POINT cursor{};
  ::GetCursorPos(&cursor);
  const bool has_owner = owner && ::IsWindowVisible(owner);
  const HMONITOR screen = has_owner ? ::MonitorFromWindow(owner, MONITOR_DEFAULTTONEAREST)
                                    : ::MonitorFromPoint(cursor, MONITOR_DEFAULTTOPRIMARY);
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  ::GetMonitorInfoW(screen, &monitor);
  RECT around = monitor.rcWork;
  if (has_owner) ::GetWindowRect(owner, &around);
  RECT own{};
  ::GetWindowRect(window, &own);
  const int width = own.right - own.left;
  const int height = own.bottom - own.top;
  const auto place = [](long low, long high, long from, long to, int length) {
    const int wanted = static_cast<int>((low + high) / 2) - length / 2;
    return std::max(static_cast<int>(from), std::min(wanted, static_cast<int>(to) - length));
  };
  ::SetWindowPos(window, nullptr, place(around.left, around.right, monitor.rcWork.left, monitor.rcWork.right, width),
                 place(around.top, around.bottom, monitor.rcWork.top, monitor.rcWork.bottom, height), 0, 0,
                 SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
}

}  // namespace kigen::ui

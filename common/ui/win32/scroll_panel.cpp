#include "common/ui/win32/scroll_panel.h"

#include <algorithm>

namespace kigen::ui {

Size ScrollPanel::content_size(int width) {
  return measure(body(), width);
}

Rect ScrollPanel::place_body(const Rect& room) {
  if (placing_) return room;
  placing_ = true;
  int height = content_size(room.width).height;
  SCROLLINFO info{};
  info.cbSize = sizeof info;
  info.fMask = SIF_RANGE | SIF_PAGE | SIF_POS;
  most_ = std::max(0, height - room.height);
  position_ = std::clamp(position_, 0, most_);
  info.nMax = std::max(0, height - 1);
  info.nPage = static_cast<UINT>(room.height);
  info.nPos = position_;
  // Showing or hiding the bar changes the width: a nested WM_SIZE is answered with what is known now.
  ::SetScrollInfo(hwnd(), SB_VERT, &info, TRUE);
  RECT client{};
  ::GetClientRect(hwnd(), &client);
  height = std::max(room.height, content_size(client.right).height);
  placing_ = false;
  return {0, -position_, static_cast<int>(client.right), height};
}

void ScrollPanel::scroll_to(int position) {
  const int wanted = std::clamp(position, 0, most_);
  if (wanted == position_) return;
  position_ = wanted;
  relayout();
  ::InvalidateRect(hwnd(), nullptr, TRUE);
}

void ScrollPanel::show_control(HWND control) {
  RECT area{};
  ::GetWindowRect(control, &area);
  ::MapWindowPoints(nullptr, hwnd(), reinterpret_cast<POINT*>(&area), 2);
  RECT client{};
  ::GetClientRect(hwnd(), &client);
  const int margin = theme().px(6);
  if (area.top < 0) scroll_to(position_ + static_cast<int>(area.top) - margin);
  if (area.bottom > client.bottom) scroll_to(position_ + static_cast<int>(area.bottom - client.bottom) + margin);
}

void ScrollPanel::scroll(WPARAM wparam) {
  RECT client{};
  ::GetClientRect(hwnd(), &client);
  const int line = theme().px(24);
  switch (LOWORD(wparam)) {
    case SB_LINEUP:
      return scroll_to(position_ - line);
    case SB_LINEDOWN:
      return scroll_to(position_ + line);
    case SB_PAGEUP:
      return scroll_to(position_ - static_cast<int>(client.bottom));
    case SB_PAGEDOWN:
      return scroll_to(position_ + static_cast<int>(client.bottom));
    case SB_THUMBTRACK:
    case SB_THUMBPOSITION:
      return scroll_to(HIWORD(wparam));
    default:
      return;
  }
}

LRESULT ScrollPanel::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_VSCROLL) {
    scroll(wparam);
    return 0;
  }
  if (message == WM_MOUSEWHEEL) {
    const int notches = static_cast<short>(HIWORD(wparam));
    scroll_to(position_ - theme().px(48) * notches / WHEEL_DELTA);
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

}  // namespace kigen::ui

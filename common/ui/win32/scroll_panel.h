// A child window whose content may be higher than itself: scroll bar, mouse wheel, and what gets the focus comes into
// view. UI thread only.
#pragma once

#include "common/ui/win32/window.h"

namespace kigen::ui {

class ScrollPanel : public Window {
 public:
  /// What the content wants at this width.
  [[nodiscard]] Size content_size(int width);
  void show_control(HWND control);

 protected:
  Rect place_body(const Rect& room) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void scroll_to(int position);
  void scroll(WPARAM wparam);

  int position_ = 0;
  int most_ = 0;
  bool placing_ = false;
};

}  // namespace kigen::ui

// A window of Kigen: its class, its controls, its layout at any scale, keyboard handling like a dialog's.
// Derive, make controls in on_create, return the layout from body() and footer(). UI thread only. The object must
// outlive its handle; destroying the object destroys the window. Exceptions stop at the window procedure.
#pragma once

#include <windows.h>

#include <memory>
#include <string>

#include "common/ui/layout.h"
#include "common/ui/win32/controls.h"
#include "common/ui/win32/theme.h"

namespace kigen::ui {

struct Look {
  const wchar_t* class_name = L"";  ///< stable: test drivers find windows by it; begins with "Kigen"
  DWORD style = WS_OVERLAPPEDWINDOW;
  DWORD ex_style = 0;
  int icon = 1;         ///< resource id; 0 for none
  Size size{640, 400};  ///< client area at 96 dpi; height 0: as high as the content wants
  Size minimum{};       ///< client area at 96 dpi
};

class Window {
 public:
  Window() = default;
  virtual ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  [[nodiscard]] HWND hwnd() const noexcept { return hwnd_; }
  [[nodiscard]] bool exists() const noexcept { return hwnd_ != nullptr; }
  [[nodiscard]] const Theme& theme() const noexcept { return *theme_; }
  void destroy();

  /// For the message loop: true when the message was consumed (accelerators, Tab, Enter, Esc, access keys).
  [[nodiscard]] bool translate(MSG& message);

 protected:
  /// False with GetLastError when Windows refuses. `owner` is the parent for WS_CHILD. Not shown yet.
  bool create(const Look& look, const std::wstring& title, HWND owner);

  virtual void on_create() {}
  virtual Node body() { return {}; }
  /// The strip with the buttons; no children: no strip.
  virtual Node footer() { return {}; }
  virtual void on_command(int id, int code) { (void)id, (void)code; }
  virtual LRESULT on_notify(NMHDR& header) {
    (void)header;
    return 0;
  }
  /// Scale, colours or fonts have changed; the controls have them already.
  virtual void on_theme() {}
  virtual void on_destroy() {}
  /// Where the body goes, given the room there is (a scrolled panel moves it).
  virtual Rect place_body(const Rect& room) { return room; }
  virtual bool on_key(MSG& message) {
    (void)message;
    return false;
  }
  virtual LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam);

  void relayout();
  /// As high as the content wants at the present width, kept within the monitor.
  void fit_height();
  void set_default_button(int id) noexcept { default_id_ = id; }
  [[nodiscard]] const std::shared_ptr<const Theme>& shared_theme() const noexcept { return theme_; }
  Controls controls_;

 private:
  static LRESULT CALLBACK window_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
  LRESULT dispatch(UINT message, WPARAM wparam, LPARAM lparam);
  void keep_on_monitor();
  void take_theme(UINT dpi);
  void paint_background(HDC context);
  LRESULT color_static(HDC context, HWND control);
  void remember_focus(bool active);
  void move_focus(WPARAM to, bool is_control);
  void limit_size(MINMAXINFO& info) const;
  void set_title_icons();
  [[nodiscard]] SIZE outer_size(Size client) const;

  HWND hwnd_ = nullptr;
  Look look_;
  std::shared_ptr<const Theme> theme_;
  UniqueIcon small_icon_, large_icon_;
  HWND last_focus_ = nullptr;
  int default_id_ = 0;
  int footer_top_ = -1;  ///< client y; -1: none
};

/// Runs until PostQuitMessage; gives every message to the Kigen window it belongs to first. Returns the exit code.
int run_message_loop();

/// Puts `window` in the middle of the monitor of `owner`, or of the cursor.
void center_on_monitor(HWND window, HWND owner);

}  // namespace kigen::ui

// A task in steps (wizard): the steps at the left with the present one marked, one sentence at the top that says what
// the page is for, the page below it, and Help, Back, Next, Cancel at the bottom, always at the same place. F1 is Help.
// Derive; pages are child windows (adopt_page) that come between the sentence and the buttons in the tab order, and one
// of them is shown at a time. UI thread only.
#pragma once

#include <string>
#include <vector>

#include "common/text/language.h"
#include "common/ui/win32/window.h"

namespace kigen::ui {

class TaskWindow : public Window {
 public:
  enum Id { kNext = 1, kCancel = 2, kBack = 3, kHelp = 9, kHeading = 110, kPosition = 111 };

  struct Frame {
    std::vector<std::wstring> steps;
    int step = 0;  ///< index into steps
    std::wstring heading;
    bool back = false;
    bool next = true;
    bool cancel = true;        ///< false: the button is not there; the closing box still is
    std::wstring next_text;    ///< "" for Next
    std::wstring cancel_text;  ///< "" for Cancel
  };

 protected:
  bool create_task(const Look& look, const std::wstring& title, text::Language language);

  virtual void on_back() {}
  virtual void on_next() {}
  /// Cancel, Esc and the closing box.
  virtual void on_cancel() { destroy(); }
  virtual void on_help() {}
  /// Commands that no button of the frame sent: Enter on a page's own button comes this way.
  virtual void on_page_command(int id, int code) { (void)id, (void)code; }

  /// Puts a page's window into the tab order. It stays the caller's.
  void adopt_page(HWND page);
  void show_page(HWND page);
  void show_frame(Frame frame);

  void on_create() final;
  Node body() final;
  Node footer() final;
  void on_command(int id, int code) final;
  bool on_key(MSG& message) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void paint_steps(HDC context);
  [[nodiscard]] int steps_width() const;
  void keep_focus();

  text::Language language_ = text::Language::English;
  Frame frame_;
  HWND page_ = nullptr;
  HWND heading_ = nullptr, position_ = nullptr;
  HWND help_ = nullptr, back_ = nullptr, next_ = nullptr, cancel_ = nullptr;
};

}  // namespace kigen::ui

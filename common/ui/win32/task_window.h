// A task in steps (wizard): the steps at the left with the present one marked, one sentence at the top that says what
// the page is for, the page's own controls below it, and Back, Next, Cancel at the bottom, always at the same place.
// Derive; make all pages' controls in make_pages() with controls_, return the present page's layout from page().
// Controls of other pages are hidden by show_only(). UI thread only.
#pragma once

#include <string>
#include <vector>

#include "common/text/language.h"
#include "common/ui/win32/window.h"

namespace kigen::ui {

class TaskWindow : public Window {
 public:
  enum Id { kHeading = 600, kPosition = 601, kStepLine = 602, kBack = 610, kNext = 611, kCancel = 2, kFirstStep = 620 };

  struct Buttons {
    bool back = false;
    bool next = true;
    bool cancel = true;
    std::wstring next_text;    ///< "" for Next
    std::wstring cancel_text;  ///< "" for Cancel
  };

 protected:
  bool create_task(const Look& look, const std::wstring& title, text::Language language,
                   std::vector<std::wstring> steps);

  virtual void make_pages() {}
  virtual Node page() { return {}; }
  virtual void on_back() {}
  virtual void on_next() {}
  /// Cancel, Esc and the closing box.
  virtual void on_cancel() { destroy(); }
  /// What the page's own controls send.
  virtual void on_page_command(int id, int code) { (void)id, (void)code; }

  /// Marks the step (from 0), sets the sentence and the buttons, and lays the page out anew.
  void show_step(int step, const std::wstring& heading, const Buttons& buttons);
  /// Of all controls that were handed to register_page, only those of `page` are shown.
  void register_page(int page, std::vector<HWND> controls);
  void show_only(int page);
  void set_language(text::Language language, std::vector<std::wstring> steps);

  void on_create() final;
  Node body() final;
  Node footer() final;
  void on_command(int id, int code) final;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  struct Page {
    int number;
    std::vector<HWND> controls;
  };
  void paint_steps(HDC context);
  [[nodiscard]] int steps_width() const;

  text::Language language_ = text::Language::English;
  std::vector<std::wstring> steps_;
  int step_ = 0;
  std::vector<Page> pages_;
  HWND heading_ = nullptr, position_ = nullptr, back_ = nullptr, next_ = nullptr, cancel_ = nullptr;
};

}  // namespace kigen::ui

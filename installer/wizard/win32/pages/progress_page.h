// The steps as they are done, what is waited for, and how long it took so far (S5).
#pragma once

#include <vector>

#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class ProgressPage final : public PageWindow {
 public:
  explicit ProgressPage(Host& host) : PageWindow(host) {}
  void refresh() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  struct Row {
    HWND mark = nullptr, text = nullptr, word = nullptr;
  };
  void show_time();

  std::vector<Row> rows_;
  HWND bar_ = nullptr, elapsed_ = nullptr, notice_icon_ = nullptr, notice_ = nullptr, ask_now_ = nullptr;
};

}  // namespace kigen::wizard

// What went wrong: codes, why, what to do, what stays; details to copy, and the buttons that help (N11, S11).
#pragma once

#include <vector>

#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class FailurePage final : public PageWindow {
 public:
  explicit FailurePage(Host& host) : PageWindow(host) {}
  void refresh() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  void on_theme() override { text_.apply(shared_theme()); }

 private:
  ui::RichText text_;
  HWND mark_ = nullptr, codes_label_ = nullptr, codes_ = nullptr, copy_ = nullptr;
  std::vector<Remedy> offered_;
  std::vector<HWND> buttons_;
};

}  // namespace kigen::wizard

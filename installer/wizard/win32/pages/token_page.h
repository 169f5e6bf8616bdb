// Looks for the token: what is found, what is wrong with it and what helps (T1, T8, E1 to E3, B5). It looks by itself
// when a device comes; the wizard's window tells the flow.
#pragma once

#include <chrono>
#include <string>

#include "common/ui/win32/list_view.h"
#include "installer/wizard/model/pages/token_view.h"
#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class TokenPage final : public PageWindow {
 public:
  explicit TokenPage(Host& host) : PageWindow(host) {}
  void refresh() override;
  bool take_focus() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override { return list_.notify(header).value_or(0); }
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;
  void on_theme() override { list_.apply(shared_theme()); }

 private:
  void show_view();
  [[nodiscard]] int list_height() const;

  ui::ListView list_;
  TokenView view_;
  bool waiting_ = false;
  std::chrono::steady_clock::time_point since_;
  HWND mark_ = nullptr, headline_ = nullptr, detail_ = nullptr, consent_ = nullptr;
  HWND retry_ = nullptr, site_ = nullptr, unblock_ = nullptr;
};

}  // namespace kigen::wizard

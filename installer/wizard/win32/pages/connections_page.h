// Can this PC reach what it needs: a row a host, what a firewall must allow, and the proxy settings (N4, N13, S7).
#pragma once

#include "common/ui/win32/list_view.h"
#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class ConnectionsPage final : public PageWindow {
 public:
  explicit ConnectionsPage(Host& host) : PageWindow(host) {}
  void refresh() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override { return hosts_.notify(header).value_or(0); }
  void on_theme() override;

 private:
  [[nodiscard]] int advice_height() const;

  ui::ListView hosts_;
  ui::RichText advice_;
  HWND headline_ = nullptr, retry_ = nullptr, copy_ = nullptr, proxy_ = nullptr;
};

}  // namespace kigen::wizard

// The two pages with a list to choose from: certificates for a renewal, services for a new issue.
#pragma once

#include <string>
#include <vector>

#include "common/ui/win32/list_view.h"
#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

/// Only those that match a profile, newest first, the others on demand, properties (S2).
class CertificateListPage final : public PageWindow {
 public:
  explicit CertificateListPage(Host& host) : PageWindow(host) {}
  void refresh() override;
  bool take_focus() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override;
  void on_theme() override { list_.apply(shared_theme()); }

 private:
  void choose(int row);

  ui::ListView list_;
  std::vector<ipc::CertificateSummary> rows_;
  HWND show_all_ = nullptr, properties_ = nullptr;
};

/// Profiles that are complete, and the others with why not.
class ServiceListPage final : public PageWindow {
 public:
  explicit ServiceListPage(Host& host) : PageWindow(host) {}
  void refresh() override;
  bool take_focus() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  LRESULT on_notify(NMHDR& header) override;
  void on_theme() override { list_.apply(shared_theme()); }

 private:
  void choose(int row);

  ui::ListView list_;
  HWND notice_ = nullptr, notice_icon_ = nullptr;
};

}  // namespace kigen::wizard

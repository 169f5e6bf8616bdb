// The main window: certificates, notices, check now with progress, and how it stands with the service. UI thread only.
#pragma once

#include <memory>
#include <string>

#include "common/ui/win32/window.h"
#include "tray/model/session.h"
#include "tray/win32/actions.h"
#include "tray/win32/certificates_page.h"
#include "tray/win32/notices_page.h"

namespace kigen::tray {

class MainWindow final : public ui::Window {
 public:
  MainWindow(Session& session, Actions& actions);

  /// Shows it in front; the user asked for it.
  void open();
  void show_certificate(const std::string& thumbprint_sha256);
  /// Connection, status, language or day changed. `reload`: what the service holds changed too.
  void refresh(bool reload);
  void refresh_notices();
  void refresh_check();

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override;
  bool on_key(MSG& message) override;
  void on_theme() override;
  void on_destroy() override;

 private:
  void make_progress();
  void write_texts();
  void write_status();
  void show_tab(int tab);
  void set_tabs();
  void choose_from_menu();
  [[nodiscard]] ui::Node top();
  [[nodiscard]] ui::Size tabs_size() const;
  [[nodiscard]] ui::Node progress();
  [[nodiscard]] ui::Node pages();
  void place_status_bar(const ui::Rect& area);

  Session& session_;
  Actions& actions_;
  std::unique_ptr<CertificatesPage> certificates_;
  std::unique_ptr<NoticesPage> notices_;
  HWND tabs_ = nullptr, tab_line_ = nullptr, next_check_ = nullptr, check_now_ = nullptr, menu_ = nullptr;
  HWND progress_text_ = nullptr, progress_bar_ = nullptr, progress_hide_ = nullptr, status_ = nullptr;
  int tab_ = 0;
};

}  // namespace kigen::tray

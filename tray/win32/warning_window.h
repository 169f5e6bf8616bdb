// The warning: which certificate, what it means, Renew now, Remind me, Close. Opens without taking the focus, above
// other windows, and flashes its task-bar button once. UI thread only; one object for the tray's life, the window comes
// and goes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ui/win32/window.h"
#include "tray/model/session.h"
#include "tray/model/warning_view.h"
#include "tray/win32/warning_rows.h"

namespace kigen::tray {

class WarningWindow final : public ui::Window {
 public:
  struct Events {
    std::function<void(const std::string& thumbprint)> renew;
    std::function<void(const std::string& thumbprint)> details;
    std::function<void(const std::string& until)> snooze;  ///< "1h", "tomorrow", "next_check"
  };
  WarningWindow(const Session& session, Events events);

  /// Opens it, or flashes the standing one.
  void open();
  void refresh();
  void hide();
  [[nodiscard]] const WarningView& view() const noexcept { return view_; }

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;
  void on_theme() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void take_view();
  void write();
  void fit_above_bottom();
  void place_near_tray();
  void flash_once() const;
  void choose_reminder();

  const Session& session_;
  Events events_;
  WarningView view_;
  std::unique_ptr<WarningRows> rows_;
  HWND icon_ = nullptr, headline_ = nullptr, meaning_ = nullptr, advice_ = nullptr, label_ = nullptr;
  HWND identifier_ = nullptr, details_ = nullptr, others_ = nullptr, renew_ = nullptr, remind_ = nullptr;
  HWND close_ = nullptr;
};

}  // namespace kigen::tray

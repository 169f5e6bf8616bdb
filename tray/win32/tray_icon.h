// The icon in the notification area. Re-added when Explorer has started anew (the host forwards TaskbarCreated) and
// when the first try came before there was a task bar. UI thread only; removed by the destructor.
#pragma once

#include <windows.h>

#include <string>

#include "common/ui/win32/handles.h"
#include "tray/model/icon_view.h"

namespace kigen::tray {

class TrayIcon {
 public:
  explicit TrayIcon(HWND host) : host_(host) {}
  ~TrayIcon();
  TrayIcon(const TrayIcon&) = delete;
  TrayIcon& operator=(const TrayIcon&) = delete;

  void show(const IconView& view);
  /// The task bar is new: the icon is added again.
  void restore();
  /// The scale of the task bar may have changed: the icon is loaded again.
  void reload();
  void balloon(const std::string& title, const std::string& text, IconState state);
  /// Where the icon is, for a menu from the keyboard; false when Windows does not tell.
  [[nodiscard]] bool position(POINT& point) const;
  [[nodiscard]] bool added() const noexcept { return added_; }

 private:
  void send();

  HWND host_;
  IconView view_;
  ui::UniqueIcon icon_;
  bool added_ = false;
};

[[nodiscard]] int icon_resource(IconState state) noexcept;

}  // namespace kigen::tray

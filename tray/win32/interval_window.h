// The interval dialog: hours as a number and as a slider, and when the next check would be. UI thread only.
#pragma once

#include <memory>

#include "common/ui/win32/window.h"
#include "tray/model/interval_view.h"
#include "tray/model/session.h"
#include "tray/win32/actions.h"

namespace kigen::tray {

class IntervalWindow final : public ui::Window {
 public:
  IntervalWindow(const Session& session, Actions& actions);
  ~IntervalWindow() override;
  void open(HWND owner);
  void refresh();

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;
  void on_theme() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void write_texts();
  void judge();
  void save();
  void saved(const Status& status);
  [[nodiscard]] std::string input() const;

  const Session& session_;
  Actions& actions_;
  IntervalView view_;
  std::shared_ptr<IntervalWindow*> self_;  ///< null once this object is gone: an answer may come later
  bool saving_ = false;
  bool writing_ = false;  ///< edit and slider follow each other: not their own echo
  HWND intro_ = nullptr, label_ = nullptr, edit_ = nullptr, hours_ = nullptr, low_ = nullptr, slider_ = nullptr;
  HWND high_ = nullptr, mark_ = nullptr, message_ = nullptr, ok_ = nullptr, cancel_ = nullptr;
};

}  // namespace kigen::tray

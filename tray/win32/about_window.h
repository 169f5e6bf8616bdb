// About Kigen: versions, the account it works for, licences. UI thread only.
#pragma once

#include "common/ui/win32/window.h"
#include "tray/model/session.h"

namespace kigen::tray {

class AboutWindow final : public ui::Window {
 public:
  explicit AboutWindow(const Session& session) : session_(session) {}
  void open(HWND owner);
  void refresh();

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;

 private:
  void write_texts();

  const Session& session_;
  HWND icon_ = nullptr, name_ = nullptr, purpose_ = nullptr, version_ = nullptr, service_ = nullptr;
  HWND account_ = nullptr, licences_ = nullptr, ok_ = nullptr;
};

}  // namespace kigen::tray

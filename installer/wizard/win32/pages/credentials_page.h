// The credential fields: folded and judged while one types, secrets masked, the controls' memory overwritten when the
// page goes. Made anew each time it is shown, for the fields of that moment.
#pragma once

#include <vector>

#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class CredentialsPage final : public PageWindow {
 public:
  explicit CredentialsPage(Host& host) : PageWindow(host) {}
  ~CredentialsPage() override { wipe_fields(); }
  bool take_focus() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  struct Row {
    HWND label = nullptr, edit = nullptr, mark = nullptr, hint = nullptr;
    bool secret = false;
  };
  void make_row(std::size_t number, const Field& field);
  void typed(std::size_t number);
  void show_hint(std::size_t number);
  void wipe_fields();

  std::vector<Row> rows_;
  HWND intro_ = nullptr, show_ = nullptr;
  bool writing_ = false;
};

}  // namespace kigen::wizard

// Sets a new PIN: for an issue (E8), a change (E10), or after a lock. The rules are marked while one types, secrets are
// masked, the controls' memory is overwritten when the page goes.
#pragma once

#include <vector>

#include "installer/wizard/model/pages/pin_view.h"
#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class PinPage final : public PageWindow {
 public:
  explicit PinPage(Host& host) : PageWindow(host) {}
  ~PinPage() override { wipe_fields(); }
  void refresh() override;
  bool take_focus() override;
  [[nodiscard]] bool stale() const override { return state().token.form.fields.size() != rows_.size(); }

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  struct Row {
    HWND label = nullptr, edit = nullptr, hint = nullptr;
  };
  struct Rule {
    HWND mark = nullptr, text = nullptr, word = nullptr;
  };
  void make_field(std::size_t number, const std::string& label);
  void typed(std::size_t number);
  void show_rules();
  void wipe_fields();

  std::vector<Row> rows_;
  std::vector<Rule> rules_;
  HWND intro_ = nullptr, heading_ = nullptr, show_ = nullptr, notice_icon_ = nullptr, notice_ = nullptr;
  bool writing_ = false;
};

}  // namespace kigen::wizard

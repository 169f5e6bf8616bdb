// The wizard's window: steps at the left, one page at a time, Back, Next and Cancel below. It shows the State and turns
// what the user does into changes of it. UI thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/ui/win32/list_view.h"
#include "common/ui/win32/rich_text.h"
#include "common/ui/win32/window.h"
#include "installer/wizard/model/state.h"
#include "installer/wizard/model/views.h"
#include "installer/wizard/win32/backend.h"

namespace kigen::wizard {

struct WizardOptions {
  std::string thumbprint;  ///< --renew; "" lets the user choose
  BackendOptions backend;
  text::Language language = text::Language::English;
};

class WizardWindow final : public ui::Window {
 public:
  WizardWindow(WizardOptions options, std::unique_ptr<LocalCalendar> calendar);
  ~WizardWindow() override;

  /// False when Windows refuses the window.
  bool open();

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override;
  void on_theme() override;
  void on_destroy() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void make_steps();
  void make_choose_page();
  void make_details();
  void make_connections_page();
  void make_footer();
  [[nodiscard]] Context context() const;
  [[nodiscard]] ui::Node steps_node();
  [[nodiscard]] ui::Node page_node();
  [[nodiscard]] ui::Node connections_node();
  [[nodiscard]] int advice_height() const;
  [[nodiscard]] bool shows(HWND control) const;

  void refresh();
  void refresh_steps();
  void refresh_list();
  void refresh_hosts();
  void refresh_footer();
  void enter_page();
  void next();
  void load_list();
  void load_certificate();
  void start_test();
  void copy();
  void choose_row(int row);

  WizardOptions options_;
  std::unique_ptr<LocalCalendar> calendar_;
  std::shared_ptr<UiQueue> queue_;
  std::unique_ptr<Backend> backend_;
  State state_;
  std::vector<ipc::CertificateSummary> choices_;
  unsigned request_ = 0;  ///< answers to earlier requests are dropped

  std::vector<HWND> steps_;
  HWND purpose_ = nullptr, notice_ = nullptr, notice_icon_ = nullptr;
  HWND show_all_ = nullptr;
  HWND host_headline_ = nullptr, retry_ = nullptr, copy_ = nullptr;
  HWND back_ = nullptr, next_ = nullptr, cancel_ = nullptr;
  ui::ListView list_, hosts_;
  ui::RichText details_, advice_;
};

}  // namespace kigen::wizard

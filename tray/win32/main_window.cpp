#include "tray/win32/main_window.h"

#include <commctrl.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/language_setting.h"
#include "common/ui/win32/menu.h"
#include "kigen_version.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

}  // namespace

MainWindow::MainWindow(Session& session, Actions& actions) : session_(session), actions_(actions) {}

void MainWindow::open() {
  if (!exists()) {
    ui::Look look;
    look.class_name = ids::kMainClass;
    look.style = WS_OVERLAPPEDWINDOW;
    look.size = {1060, 680};
    look.minimum = {640, 420};
    const std::string title = text::window_title(session_.language, text::main_window(session_.language), kVersion);
    if (!create(look, to_wide(title), nullptr)) return;
    ui::center_on_monitor(hwnd(), nullptr);
    refresh(true);
  }
  ::ShowWindow(hwnd(), ::IsIconic(hwnd()) ? SW_RESTORE : SW_SHOW);
  ::SetForegroundWindow(hwnd());
}

void MainWindow::on_create() {
  tabs_ = controls_.other(ids::kTabs, WC_TABCONTROLW, WS_TABSTOP | WS_CLIPSIBLINGS, 0, {});
  tab_line_ = controls_.line(ids::kTabLine);
  next_check_ = controls_.label(ids::kNextCheck, L"", ui::Font::Normal, ui::Tone::Muted);
  check_now_ = controls_.button(ids::kMainCheckNow, L"");
  menu_ = controls_.menu_button(ids::kMainMenu, L"");
  make_progress();
  certificates_ = std::make_unique<CertificatesPage>(session_, actions_);
  certificates_->create_in(hwnd());
  notices_ = std::make_unique<NoticesPage>(session_, actions_);
  notices_->create_in(hwnd());
  status_ =
      controls_.other(ids::kStatusBar, STATUSCLASSNAMEW, SBARS_SIZEGRIP | CCS_NOPARENTALIGN | CCS_NORESIZE, 0, {0, 24});
  set_tabs();
  write_texts();
}

void MainWindow::make_progress() {
  progress_text_ = controls_.label(ids::kProgressText, L"");
  progress_bar_ = controls_.other(ids::kProgressBar, PROGRESS_CLASSW, 0, 0, {180, 14});
  progress_hide_ = controls_.button(ids::kProgressHide, L"");
}

void MainWindow::set_tabs() {
  ::SendMessageW(tabs_, TCM_SETPADDING, 0, MAKELPARAM(theme().px(14), theme().px(6)));
  const text::Language language = session_.language;
  const std::int64_t unread = session_.status ? session_.status->unread_notices : 0;
  std::wstring titles[] = {to_wide(text::tab_certificates(language)), to_wide(text::tab_notices(language, unread))};
  for (int i = 0; i < 2; ++i) {
    TCITEMW item{};
    item.mask = TCIF_TEXT;
    item.pszText = titles[i].data();
    const UINT how = ::SendMessageW(tabs_, TCM_GETITEMCOUNT, 0, 0) > i ? TCM_SETITEMW : TCM_INSERTITEMW;
    ::SendMessageW(tabs_, how, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(&item));
  }
}

void MainWindow::write_texts() {
  const text::Language language = session_.language;
  const std::string title = text::window_title(language, text::main_window(language), kVersion);
  ::SetWindowTextW(hwnd(), to_wide(title).c_str());
  set_tabs();
  ui::set_accessible_name(tabs_, to_wide(text::tabs_name(language)));
  controls_.set_text(check_now_, to_wide(text::button_check_now(language)));
  controls_.set_text(menu_, to_wide(text::button_menu(language)) + L" \u25bc");
  controls_.set_text(progress_hide_, to_wide(text::button_hide_progress(language)));
  write_status();
}

void MainWindow::write_status() {
  const Context context = session_.context();
  const bool connected = session_.connection.connected;
  const StatusLine line = status_line(context, session_.connection, session_.status);
  const std::wstring parts[] = {to_wide(line.connection), to_wide(line.check), to_wide(line.remark)};
  for (int i = 0; i < 3; ++i) {
    ::SendMessageW(status_, SB_SETTEXTW, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(parts[i].c_str()));
  }
  controls_.set_text(next_check_, connected ? to_wide(next_check_words(context, session_.status)) : std::wstring());
  ::EnableWindow(check_now_, connected && !session_.check.running());
  refresh_check();
}

void MainWindow::refresh(bool reload) {
  if (!exists()) return;
  write_texts();
  if (reload && session_.connection.connected) {
    certificates_->reload();
    notices_->reload();
  }
  certificates_->refresh();
  notices_->refresh();
  relayout();
}

void MainWindow::refresh_notices() {
  if (!exists()) return;
  set_tabs();
  notices_->reload();
}

void MainWindow::refresh_check() {
  if (!exists()) return;
  const CheckView& check = session_.check;
  const bool was = ::IsWindowVisible(progress_text_) != 0;
  const int show = check.visible() ? SW_SHOWNA : SW_HIDE;
  ::EnableWindow(check_now_, session_.connection.connected && !check.running());
  if (check.visible()) {
    controls_.set_text(progress_text_, to_wide(check.words(session_.context())));
    const std::optional<int> percent = check.percent();
    const LONG_PTR style = ::GetWindowLongPtrW(progress_bar_, GWL_STYLE);
    const bool marquee = !percent && check.running();
    ::SetWindowLongPtrW(progress_bar_, GWL_STYLE, marquee ? style | PBS_MARQUEE : style & ~LONG_PTR{PBS_MARQUEE});
    ::SendMessageW(progress_bar_, PBM_SETMARQUEE, marquee ? TRUE : FALSE, 40);
    ::SendMessageW(progress_bar_, PBM_SETPOS, static_cast<WPARAM>(percent.value_or(0)), 0);
  }
  for (const HWND control : {progress_text_, progress_hide_}) ::ShowWindow(control, show);
  ::ShowWindow(progress_bar_, check.visible() && check.running() ? SW_SHOWNA : SW_HIDE);
  if (was != check.visible() || check.visible()) relayout();
}

void MainWindow::show_certificate(const std::string& thumbprint_sha256) {
  open();
  if (!exists()) return;
  show_tab(0);
  certificates_->show_certificate(thumbprint_sha256);
}

void MainWindow::show_tab(int tab) {
  tab_ = tab;
  ::SendMessageW(tabs_, TCM_SETCURSEL, static_cast<WPARAM>(tab), 0);
  ::ShowWindow(certificates_->hwnd(), tab == 0 ? SW_SHOW : SW_HIDE);
  ::ShowWindow(notices_->hwnd(), tab == 1 ? SW_SHOW : SW_HIDE);
  relayout();
}

void MainWindow::on_theme() {
  write_texts();
}

void MainWindow::on_destroy() {
  certificates_.reset();
  notices_.reset();
  tab_ = 0;
}

void MainWindow::on_command(int id, int) {
  if (id == ids::kMainCheckNow) actions_.run(ids::kCheckNow);
  if (id == ids::kMainMenu) choose_from_menu();
  if (id == ids::kProgressHide) {
    session_.check.hide();
    refresh_check();
  }
  if (id == IDCANCEL) destroy();
}

void MainWindow::choose_from_menu() {
  const text::Language language = session_.language;
  const std::optional<text::Language> chosen = ui::chosen_language();
  ui::Menu languages;
  languages.add_choice(ids::kLanguageSystem, to_wide(text::menu_language_system(language)), !chosen);
  languages.add_choice(ids::kLanguageJapanese, L"日本語(&J)", chosen == text::Language::Japanese);
  languages.add_choice(ids::kLanguageEnglish, L"&English", chosen == text::Language::English);
  ui::Menu menu;
  menu.add(ids::kChangeInterval, to_wide(text::menu_interval(language)));
  menu.add(ids::kStartWizard, to_wide(text::menu_wizard(language)));
  menu.separator();
  menu.add_menu(to_wide(text::menu_language(language)), std::move(languages));
  menu.add(ids::kAbout, to_wide(text::menu_about(language)));
  const int command = menu.choose_below(hwnd(), menu_);
  if (command != 0) actions_.run(command);
}

LRESULT MainWindow::on_notify(NMHDR& header) {
  if (header.hwndFrom == tabs_ && header.code == TCN_SELCHANGE) {
    show_tab(static_cast<int>(::SendMessageW(tabs_, TCM_GETCURSEL, 0, 0)));
  }
  return 0;
}

bool MainWindow::on_key(MSG& message) {
  if (message.message != WM_KEYDOWN) return false;
  const bool control = ::GetKeyState(VK_CONTROL) < 0;
  if (control && message.wParam == VK_TAB) {
    show_tab(1 - tab_);
    return true;
  }
  if (message.wParam == VK_F5) {
    actions_.run(ids::kCheckNow);
    return true;
  }
  return false;
}

// Only the tabs themselves: their page is a window of its own below.
ui::Size MainWindow::tabs_size() const {
  RECT last{};
  ::SendMessageW(tabs_, TCM_GETITEMRECT, 1, reinterpret_cast<LPARAM>(&last));
  return {static_cast<int>(last.right) + theme().px(4), static_cast<int>(last.bottom)};
}

ui::Node MainWindow::top() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> parts;
  parts.push_back(ui::leaf([this](int) { return tabs_size(); },
                           [this](const ui::Rect& area) {
                             ::SetWindowPos(tabs_, nullptr, area.left, area.top, area.width, area.height,
                                            SWP_NOZORDER | SWP_NOACTIVATE);
                           })
                      .aligned(ui::Align::End));
  parts.push_back(ui::spacer());
  parts.push_back(controls_.node(next_check_).aligned(ui::Align::Center));
  parts.push_back(controls_.node(check_now_).aligned(ui::Align::Center));
  parts.push_back(controls_.node(menu_).aligned(ui::Align::Center));
  return ui::row(px(10), std::move(parts)).padded({px(12), px(10), px(16), 0});
}

ui::Node MainWindow::progress() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> parts;
  if (session_.check.running()) parts.push_back(controls_.node(progress_bar_).aligned(ui::Align::Center));
  parts.push_back(controls_.node(progress_text_).stretched().aligned(ui::Align::Center));
  parts.push_back(controls_.node(progress_hide_).aligned(ui::Align::Center));
  return ui::row(px(12), std::move(parts)).padded({px(16), px(10), px(16), 0});
}

ui::Node MainWindow::pages() {
  return ui::leaf({},
                  [this](const ui::Rect& area) {
                    for (const HWND page : {certificates_->hwnd(), notices_->hwnd()}) {
                      ::SetWindowPos(page, nullptr, area.left, area.top, area.width, area.height,
                                     SWP_NOZORDER | SWP_NOACTIVATE);
                    }
                  })
      .stretched();
}

void MainWindow::place_status_bar(const ui::Rect& area) {
  ::SetWindowPos(status_, nullptr, area.left, area.top, area.width, area.height, SWP_NOZORDER | SWP_NOACTIVATE);
  const auto width_of = [this](const std::string& text) {
    return ui::measure_text(status_, theme().font(ui::Font::Normal), to_wide(text), 0).width + theme().px(24);
  };
  const StatusLine line = status_line(session_.context(), session_.connection, session_.status);
  const int first = std::min(area.width, width_of(line.connection));
  const int last = line.remark.empty() ? 0 : width_of(line.remark) + theme().px(16);
  const int edges[] = {first, std::max(first, area.width - last), -1};
  ::SendMessageW(status_, SB_SETPARTS, 3, reinterpret_cast<LPARAM>(edges));
}

ui::Node MainWindow::body() {
  if (!certificates_ || !status_) return {};
  std::vector<ui::Node> parts;
  parts.push_back(top());
  parts.push_back(controls_.node(tab_line_));
  if (session_.check.visible()) parts.push_back(progress());
  parts.push_back(pages());
  parts.push_back(ui::leaf(
      [this](int width) {
        return ui::Size{width, theme().px(26)};
      },
      [this](const ui::Rect& area) { place_status_bar(area); }));
  return ui::column(0, std::move(parts));
}

}  // namespace kigen::tray

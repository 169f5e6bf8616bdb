#include "tray/win32/about_window.h"

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "kigen_version.h"
#include "tray/icons/icons.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

}  // namespace

void AboutWindow::open(HWND owner) {
  if (!exists()) {
    ui::Look look;
    look.class_name = ids::kAboutClass;
    look.style = WS_POPUP | WS_CAPTION | WS_SYSMENU;
    look.ex_style = WS_EX_DLGMODALFRAME;
    look.size = {420, 0};
    if (!create(look, L"", nullptr)) return;
    ui::center_on_monitor(hwnd(), owner);
  }
  ::ShowWindow(hwnd(), SW_SHOW);
  ::SetForegroundWindow(hwnd());
}

void AboutWindow::refresh() {
  if (!exists()) return;
  write_texts();
  fit_height();
}

void AboutWindow::on_create() {
  icon_ = controls_.icon(ids::kAboutIcon, KIGEN_ICON_APP, 48);
  name_ = controls_.label(ids::kAboutName, L"", ui::Font::Headline, ui::Tone::Headline);
  purpose_ = controls_.label(ids::kAboutPurpose, L"");
  version_ = controls_.label(ids::kAboutVersion, L"");
  service_ = controls_.label(ids::kAboutService, L"");
  account_ = controls_.label(ids::kAboutAccount, L"");
  licences_ = controls_.label(ids::kAboutLicences, L"", ui::Font::Normal, ui::Tone::Muted);
  ok_ = controls_.default_button(ids::kOk, L"");
  set_default_button(ids::kOk);
  write_texts();
}

void AboutWindow::write_texts() {
  const text::Language language = session_.language;
  const bool connected = session_.connection.connected && session_.server.has_value();
  const std::string title = text::window_title(language, text::about_window(language), kVersion);
  ::SetWindowTextW(hwnd(), to_wide(title).c_str());
  controls_.set_text(name_, to_wide(text::product_name(language)));
  controls_.set_text(purpose_, to_wide(text::about_purpose(language)));
  controls_.set_text(version_, to_wide(text::about_version(language, kVersion)));
  controls_.set_text(service_, to_wide(connected ? text::about_service(language, session_.server->service_version)
                                                 : text::about_service_absent(language)));
  controls_.set_text(account_, connected ? to_wide(text::about_account(language, session_.server->user_name)) : L"");
  controls_.set_text(licences_, to_wide(text::about_licences(language)));
  controls_.set_text(ok_, to_wide(text::button_ok(language)));
}

ui::Node AboutWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> versions;
  versions.push_back(controls_.node(version_));
  versions.push_back(controls_.node(service_));
  if (session_.connection.connected && session_.server) versions.push_back(controls_.node(account_));
  std::vector<ui::Node> words;
  words.push_back(controls_.node(name_));
  words.push_back(controls_.node(purpose_));
  words.push_back(ui::column(px(3), std::move(versions)));
  words.push_back(controls_.node(licences_));
  std::vector<ui::Node> parts;
  parts.push_back(controls_.node(icon_).aligned(ui::Align::Start));
  parts.push_back(ui::column(px(12), std::move(words)).stretched());
  return ui::row(px(16), std::move(parts)).padded({px(20), px(20), px(20), px(18)});
}

ui::Node AboutWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> buttons;
  buttons.push_back(ui::spacer());
  buttons.push_back(controls_.node(ok_));
  return ui::row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

void AboutWindow::on_command(int id, int) {
  if (id == ids::kOk || id == ids::kCancel) destroy();
}

}  // namespace kigen::tray

#include "common/ui/win32/error_window.h"

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/errors.h"
#include "common/text/ui_text.h"
#include "common/ui/win32/list_view.h"

namespace kigen::ui {

using platform::to_wide;

void ErrorWindow::open(text::Language language, const std::wstring& caption, const Error& error, int icon,
                       std::function<void()> again) {
  destroy();
  language_ = language;
  error_ = error;
  icon_resource_ = icon;
  again_ = std::move(again);
  Look look;
  look.class_name = kClass;
  look.style = WS_POPUP | WS_CAPTION | WS_SYSMENU;
  look.ex_style = WS_EX_DLGMODALFRAME | WS_EX_APPWINDOW;
  look.size = {500, 0};
  if (!create(look, caption, nullptr)) return;
  center_on_monitor(hwnd(), nullptr);
  ::ShowWindow(hwnd(), SW_SHOW);
}

void ErrorWindow::on_create() {
  const text::ErrorText words = text::error_text(language_, error_);
  mark_ = controls_.icon(kMark, icon_resource_, 32);
  title_ = controls_.label(kTitle, to_wide(words.title), Font::Headline, Tone::Headline);
  why_label_ = controls_.label(kWhyLabel, to_wide(text::error_why(language_)), Font::Strong);
  why_ = controls_.label(kWhy, to_wide(words.cause));
  remedy_label_ = controls_.label(kRemedyLabel, to_wide(text::error_what_to_do(language_)), Font::Strong);
  remedy_ = controls_.label(kRemedy, to_wide(words.remedy));
  code_ = controls_.value(kCode, to_wide(text::error_code_text(error_)));
  copy_ = controls_.button(kCopyDetails, to_wide(text::error_copy(language_)));
  if (again_) try_again_ = controls_.button(kTryAgain, to_wide(text::error_try_again(language_)));
  close_ = controls_.default_button(kClose, to_wide(text::close_button(language_)));
  set_default_button(kClose);
}

Node ErrorWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> why;
  why.push_back(controls_.node(why_label_));
  why.push_back(controls_.node(why_));
  std::vector<Node> remedy;
  remedy.push_back(controls_.node(remedy_label_));
  remedy.push_back(controls_.node(remedy_));
  std::vector<Node> words;
  words.push_back(controls_.node(title_));
  words.push_back(column(px(3), std::move(why)));
  words.push_back(column(px(3), std::move(remedy)));
  words.push_back(controls_.node(code_));
  std::vector<Node> parts;
  parts.push_back(controls_.node(mark_).aligned(Align::Start));
  parts.push_back(column(px(12), std::move(words)).stretched());
  return row(px(16), std::move(parts)).padded({px(20), px(20), px(20), px(18)});
}

Node ErrorWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> buttons;
  buttons.push_back(controls_.node(copy_));
  buttons.push_back(spacer());
  if (try_again_) buttons.push_back(controls_.node(try_again_));
  buttons.push_back(controls_.node(close_));
  return row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

void ErrorWindow::on_command(int id, int) {
  if (id == kCopyDetails) {
    std::string text = text::error_paragraph(language_, error_);
    if (!error_.detail.empty()) text += "\r\n" + error_.detail;
    copy_to_clipboard(hwnd(), to_wide(text));
  }
  if (id == kTryAgain && again_) {
    // Closing frees what is called: it is taken out first.
    const std::function<void()> again = std::move(again_);
    destroy();
    return again();
  }
  if (id == kClose) destroy();
}

}  // namespace kigen::ui

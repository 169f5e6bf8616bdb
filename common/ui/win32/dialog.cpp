#include "common/ui/win32/dialog.h"

#include <utility>

namespace kigen::ui {

bool Dialog::open_dialog(const wchar_t* class_name, int width_at_96, const std::wstring& title, HWND owner) {
  Look look;
  look.class_name = class_name;
  look.style = WS_POPUP | WS_CAPTION | WS_SYSMENU;
  look.ex_style = WS_EX_DLGMODALFRAME;
  look.size = {width_at_96, 0};
  if (!create(look, title, owner)) return false;
  center_on_monitor(hwnd(), owner);
  owner_ = owner;
  ::EnableWindow(owner_, FALSE);
  ::ShowWindow(hwnd(), SW_SHOW);
  return true;
}

// Before the window goes: Windows would activate some other program's window otherwise.
void Dialog::release_owner() {
  const HWND owner = std::exchange(owner_, nullptr);
  if (!owner || !::IsWindow(owner)) return;
  ::EnableWindow(owner, TRUE);
  if (::GetForegroundWindow() == hwnd()) ::SetForegroundWindow(owner);
}

void Dialog::finish() {
  release_owner();
  destroy();
}

void Dialog::on_command(int id, int code) {
  if (code != BN_CLICKED) return;
  if (id == kOk) on_answer(true);
  if (id == kCancel) on_answer(false);
}

void Dialog::on_destroy() {
  release_owner();
}

LRESULT Dialog::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_CLOSE) {
    on_answer(false);
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

void QuestionDialog::ask(HWND owner, Words words, std::function<void(bool)> answered) {
  destroy();
  words_ = std::move(words);
  answered_ = std::move(answered);
  open_dialog(kClass, 440, words_.title, owner);
}

void QuestionDialog::dismiss() {
  answered_ = {};
  if (exists()) finish();
}

void QuestionDialog::on_create() {
  mark_ = controls_.icon(kMark, words_.icon, 32);
  question_ = controls_.plain(kQuestion, words_.question, Font::Headline, Tone::Headline);
  detail_ = controls_.plain(kDetail, words_.detail);
  yes_ = words_.yes_is_default ? controls_.default_button(kOk, words_.yes) : controls_.button(kOk, words_.yes);
  no_ = words_.yes_is_default ? controls_.button(kCancel, words_.no) : controls_.default_button(kCancel, words_.no);
  set_default_button(words_.yes_is_default ? kOk : kCancel);
}

Node QuestionDialog::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> words;
  words.push_back(controls_.node(question_));
  words.push_back(controls_.node(detail_));
  std::vector<Node> parts;
  parts.push_back(controls_.node(mark_).aligned(Align::Start));
  parts.push_back(column(px(10), std::move(words)).stretched());
  return row(px(16), std::move(parts)).padded({px(20), px(20), px(20), px(18)});
}

Node QuestionDialog::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> buttons;
  buttons.push_back(spacer());
  buttons.push_back(controls_.node(yes_));
  buttons.push_back(controls_.node(no_));
  return row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

void QuestionDialog::on_answer(bool ok) {
  const auto answered = std::exchange(answered_, {});
  finish();
  if (answered) answered(ok);
}

}  // namespace kigen::ui

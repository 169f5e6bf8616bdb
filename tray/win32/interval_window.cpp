#include "tray/win32/interval_window.h"

#include <commctrl.h>

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/accessibility.h"
#include "kigen_version.h"
#include "tray/icons/icons.h"
#include "tray/ids.h"
#include "tray/model/words.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

}  // namespace

IntervalWindow::IntervalWindow(const Session& session, Actions& actions)
    : session_(session), actions_(actions), self_(std::make_shared<IntervalWindow*>(this)) {}

IntervalWindow::~IntervalWindow() {
  *self_ = nullptr;
}

void IntervalWindow::open(HWND owner) {
  if (!exists()) {
    saving_ = false;
    ui::Look look;
    look.class_name = ids::kIntervalClass;
    look.style = WS_POPUP | WS_CAPTION | WS_SYSMENU;
    look.ex_style = WS_EX_DLGMODALFRAME;
    look.size = {460, 0};
    const std::string title = text::window_title(session_.language, text::interval_window(session_.language), kVersion);
    if (!create(look, to_wide(title), nullptr)) return;
    ui::center_on_monitor(hwnd(), owner);
  }
  ::ShowWindow(hwnd(), SW_SHOW);
  ::SetForegroundWindow(hwnd());
  ::SetFocus(edit_);
  ::SendMessageW(edit_, EM_SETSEL, 0, -1);
}

void IntervalWindow::on_create() {
  intro_ = controls_.label(ids::kIntervalIntro, L"", ui::Font::Headline, ui::Tone::Headline);
  label_ = controls_.label(ids::kIntervalLabel, L"");
  edit_ = controls_.edit(ids::kIntervalEdit, ES_AUTOHSCROLL | ES_RIGHT, 56);
  hours_ = controls_.label(ids::kIntervalHours, L"");
  low_ = controls_.label(ids::kIntervalLow, L"1", ui::Font::Normal, ui::Tone::Muted);
  slider_ = controls_.other(ids::kIntervalSlider, TRACKBAR_CLASSW, WS_TABSTOP | TBS_HORZ | TBS_BOTH | TBS_NOTICKS, 0,
                            {180, 30});
  high_ = controls_.label(ids::kIntervalHigh, L"72", ui::Font::Normal, ui::Tone::Muted);
  mark_ = controls_.icon(ids::kIntervalMark, KIGEN_MARK_INFO, 16);
  message_ = controls_.label(ids::kIntervalMessage, L"");
  ok_ = controls_.default_button(ids::kOk, L"");
  cancel_ = controls_.button(ids::kCancel, L"");
  set_default_button(ids::kOk);
  ::SendMessageW(edit_, EM_LIMITTEXT, 8, 0);
  ::SendMessageW(slider_, TBM_SETRANGE, FALSE, MAKELPARAM(kShortestInterval, kLongestInterval));
  ::SendMessageW(slider_, TBM_SETPAGESIZE, 0, 12);
  writing_ = true;
  ::SetWindowTextW(edit_, std::to_wstring(session_.interval().present).c_str());
  ::SendMessageW(slider_, TBM_SETPOS, TRUE, session_.interval().present);
  writing_ = false;
  write_texts();
}

void IntervalWindow::write_texts() {
  const text::Language language = session_.language;
  const std::string title = text::window_title(language, text::interval_window(language), kVersion);
  ::SetWindowTextW(hwnd(), to_wide(title).c_str());
  controls_.set_text(intro_, to_wide(text::interval_intro(language)));
  controls_.set_text(label_, to_wide(text::interval_every(language)));
  controls_.set_text(hours_, to_wide(text::interval_hours(language)));
  controls_.set_text(ok_, to_wide(text::button_ok(language)));
  controls_.set_text(cancel_, to_wide(text::button_cancel(language)));
  ui::set_accessible_name(slider_, to_wide(text::interval_slider_name(language)));
  judge();
}

void IntervalWindow::refresh() {
  if (exists()) write_texts();
}

void IntervalWindow::on_theme() {
  write_texts();
}

std::string IntervalWindow::input() const {
  return platform::to_narrow(ui::text_of(edit_));
}

void IntervalWindow::judge() {
  view_ = interval_view(session_.context(), session_.interval(), input());
  if (saving_) view_.message = text::interval_saving(session_.language);
  for (const HWND control : {edit_, slider_}) ::EnableWindow(control, view_.editable && !saving_);
  ::EnableWindow(ok_, view_.acceptable && !saving_);
  controls_.set_icon(mark_, view_.warn ? KIGEN_MARK_DUE : KIGEN_MARK_INFO);
  controls_.set_text(message_, to_wide(view_.message));
  fit_height();
}

void IntervalWindow::on_command(int id, int code) {
  if (id == ids::kIntervalEdit && code == EN_CHANGE && !writing_) {
    if (const std::optional<int> hours = parse_interval(input())) {
      ::SendMessageW(slider_, TBM_SETPOS, TRUE, *hours);
    }
    judge();
  }
  if (id == ids::kOk) save();
  if (id == ids::kCancel) destroy();
}

LRESULT IntervalWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_HSCROLL && reinterpret_cast<HWND>(lparam) == slider_) {
    writing_ = true;
    ::SetWindowTextW(edit_, std::to_wstring(::SendMessageW(slider_, TBM_GETPOS, 0, 0)).c_str());
    writing_ = false;
    judge();
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

void IntervalWindow::save() {
  const std::optional<int> hours = parse_interval(input());
  // Enter reaches here with a refused input too: the message already says why nothing happens.
  if (!hours || !view_.acceptable || saving_) return;
  saving_ = true;
  judge();
  actions_.set_interval(*hours, [self = self_](const Status& status) {
    if (*self) (*self)->saved(status);
  });
}

void IntervalWindow::saved(const Status& status) {
  saving_ = false;
  if (!exists()) return;
  if (status) return destroy();
  judge();
  controls_.set_icon(mark_, KIGEN_MARK_DUE);
  controls_.set_text(message_, to_wide(error_words(session_.context(), status.error())));
  fit_height();
}

ui::Node IntervalWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> fields;
  fields.push_back(controls_.node(label_).aligned(ui::Align::Center));
  fields.push_back(controls_.node(edit_).aligned(ui::Align::Center));
  fields.push_back(controls_.node(hours_).aligned(ui::Align::Center));
  fields.push_back(ui::gap_of({px(8), 0}));
  fields.push_back(controls_.node(low_).aligned(ui::Align::Center));
  fields.push_back(controls_.node(slider_).stretched().aligned(ui::Align::Center));
  fields.push_back(controls_.node(high_).aligned(ui::Align::Center));
  std::vector<ui::Node> message;
  message.push_back(controls_.node(mark_).aligned(ui::Align::Start));
  message.push_back(controls_.node(message_).stretched());
  std::vector<ui::Node> parts;
  parts.push_back(controls_.node(intro_));
  parts.push_back(ui::row(px(8), std::move(fields)));
  parts.push_back(ui::row(px(8), std::move(message)).at_least({0, px(34)}));
  return ui::column(px(16), std::move(parts)).padded({px(20), px(20), px(20), px(14)});
}

ui::Node IntervalWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> buttons;
  buttons.push_back(ui::spacer());
  buttons.push_back(controls_.node(ok_));
  buttons.push_back(controls_.node(cancel_));
  return ui::row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

}  // namespace kigen::tray

#include "installer/wizard/win32/pin_window.h"

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/entry_text.h"
#include "common/text/token_text.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/secret_edit.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/win32/pages/page.h"
#include "kigen_version.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kPinFieldWidth = 200;
constexpr int kLabelWidth = 110;
constexpr WPARAM kMostTyped = 128;

}  // namespace

PinWindow::~PinWindow() {
  wipe_field();
}

void PinWindow::wipe_field() {
  reading_ = {};
  if (!exists() || !pin_) return;
  writing_ = true;
  ui::wipe_edit(std::exchange(pin_, nullptr));
  writing_ = false;
}

void PinWindow::open(HWND owner, const Context& context, const renewal::PinQuestion& question,
                     std::function<void(std::optional<Secret>)> given) {
  withdraw();
  context_ = context;
  words_ = pin_words(context, question);
  rule_ = present_pin_rule(question.token);
  pad_ = question.token.pin_pad;
  reading_ = {};
  pin_ = nullptr;
  given_ = std::move(given);
  const std::string title = text::window_title(context.language, words_.title, kVersion);
  if (open_dialog(ids::kPinClass, 440, to_wide(title), owner)) ::SetFocus(pad_ ? ok_ : pin_);
}

void PinWindow::withdraw() {
  given_ = {};
  wipe_field();
  if (exists()) finish();
}

void PinWindow::on_create() {
  purpose_ = controls_.plain(ids::kPurpose, to_wide(words_.question), ui::Font::Headline, ui::Tone::Headline);
  token_ = controls_.plain(ids::kPinToken, to_wide(words_.token));
  again_ = controls_.plain(ids::kPinAgain, to_wide(words_.again), ui::Font::Strong);
  tries_icon_ = controls_.icon(ids::kNoticeIcon, mark_icon(words_.tries_mark), 16);
  tries_ = controls_.plain(ids::kPinTries, to_wide(words_.tries));
  if (!pad_) make_field();
  hint_ = controls_.plain(ids::kPinHint, to_wide(words_.hint), ui::Font::Normal, ui::Tone::Muted);
  ok_ = controls_.default_button(kOk, to_wide(words_.ok));
  cancel_ = controls_.button(kCancel, to_wide(words_.cancel));
  for (const HWND control : {tries_icon_, tries_}) ::ShowWindow(control, words_.tries.empty() ? SW_HIDE : SW_SHOWNA);
  ::EnableWindow(ok_, pad_);
  set_default_button(kOk);
}

void PinWindow::make_field() {
  const text::Language in = context_.language;
  const std::string label = text::pin_field(in);
  label_ = controls_.label(ids::kPinLabel, to_wide(label));
  pin_ = controls_.edit(ids::kPin, ES_AUTOHSCROLL | ES_PASSWORD, kPinFieldWidth);
  notice_ = controls_.plain(ids::kPinNotice, L"", ui::Font::Normal, ui::Tone::Muted);
  show_ = controls_.check_box(ids::kShowSecret, to_wide(text::show_secret(in)));
  ::SendMessageW(pin_, EM_SETLIMITTEXT, kMostTyped, 0);
  ui::mask_edit(pin_, true);
  // "User PIN, “Kigen” (serial number 0123)": said as one, so that it is never typed for the wrong token.
  ui::set_accessible_name(pin_, to_wide(words_.question + " " + words_.token));
}

ui::Node PinWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> rows{controls_.node(purpose_), controls_.node(token_)};
  if (!words_.again.empty()) rows.push_back(controls_.node(again_));
  if (!words_.tries.empty())
    rows.push_back(
        ui::row(px(6), {controls_.node(tries_icon_).aligned(ui::Align::Start), controls_.node(tries_).stretched()}));
  if (pin_) {
    rows.push_back(ui::row(px(8), {controls_.node(label_).aligned(ui::Align::Center).at_least({px(kLabelWidth), 0}),
                                   controls_.node(pin_)}));
    if (::GetWindowTextLengthW(notice_) > 0) rows.push_back(controls_.node(notice_));
    rows.push_back(controls_.node(show_).aligned(ui::Align::Start));
  }
  rows.push_back(controls_.node(hint_));
  return ui::column(px(8), std::move(rows)).padded({px(20), px(18), px(20), px(14)});
}

ui::Node PinWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  return ui::row(px(8), {ui::spacer(), controls_.node(ok_), controls_.node(cancel_)})
      .padded({px(20), px(12), px(20), px(12)});
}

void PinWindow::typed() {
  if (writing_ || !pin_) return;
  writing_ = true;
  ui::fold_edit(pin_, [](char32_t c) { return fold_typed(c, false); });
  writing_ = false;
  ui::with_text_of(pin_, [this](std::string_view text) { reading_ = read_credential(rule_, text); });
  ::EnableWindow(ok_, reading_.complaint == Complaint::None);
  PinEntry entry;
  entry.rule = rule_;
  entry.reading.complaint = reading_.complaint;
  entry.reading.ends_in_space = reading_.ends_in_space;
  const std::wstring notice = to_wide(pin_field_notice(context_, entry));
  const bool before = ::GetWindowTextLengthW(notice_) > 0;
  controls_.set_text(notice_, notice);
  if (before == notice.empty()) fit_height();
}

void PinWindow::on_command(int id, int code) {
  if (code == EN_CHANGE && id == ids::kPin) typed();
  if (code == BN_CLICKED && id == ids::kShowSecret)
    ui::mask_edit(pin_, ::SendMessageW(show_, BM_GETCHECK, 0, 0) != BST_CHECKED);
  if (id == kOk && !::IsWindowEnabled(ok_)) return;
  Dialog::on_command(id, code);
}

LRESULT PinWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_DESTROY) wipe_field();
  return Dialog::on_message(message, wparam, lparam);
}

void PinWindow::on_answer(bool ok) {
  std::optional<Secret> pin;
  if (ok) pin = pad_ ? Secret() : std::move(reading_.value);
  wipe_field();
  const auto given = std::exchange(given_, {});
  finish();
  if (given) given(std::move(pin));
}

}  // namespace kigen::wizard

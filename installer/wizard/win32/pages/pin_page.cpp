#include "installer/wizard/win32/pages/pin_page.h"

#include "common/platform/win32/utf.h"
#include "common/text/entry_text.h"
#include "common/text/token_text.h"
#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/secret_edit.h"
#include "installer/wizard/ids.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kPinWidth = 220;
constexpr int kLabelColumn = 110;

}  // namespace

void PinPage::on_create() {
  intro_ = controls_.plain(ids::kIntro, to_wide(pin_intro(context(), state())));
  const auto labels = pin_labels(context(), state());
  for (std::size_t i = 0; i < labels.size(); ++i) make_field(i, labels[i]);
  if (!rows_.empty()) {
    show_ = controls_.check_box(ids::kShowSecret, to_wide(text::show_secret(language())));
    heading_ = controls_.plain(ids::kPinRules, to_wide(text::pin_rules_heading(language())), ui::Font::Strong);
  }
  for (const PinRuleRow& rule : pin_rules_shown(context(), state())) {
    const int number = static_cast<int>(rules_.size());
    rules_.push_back(
        {controls_.icon(ids::kFirstRuleMark + number, mark_icon(rule.mark), kMarkSize),
         controls_.plain(ids::kFirstRuleText + number, to_wide(rule.text)),
         controls_.plain(ids::kFirstRuleWord + number, to_wide(rule.word), ui::Font::Normal, ui::Tone::Muted)});
  }
  notice_icon_ = controls_.icon(ids::kNoticeIcon, mark_icon(Mark::Info), 20);
  notice_ = controls_.plain(ids::kNotice, L"");
  show_rules();
}

void PinPage::make_field(std::size_t number, const std::string& label) {
  const int i = static_cast<int>(number);
  const PinEntry& entry = state().token.form.fields.at(number);
  Row row;
  row.label = controls_.label(ids::kFirstFieldLabel + i, to_wide(label), ui::Font::Strong);
  row.edit = controls_.edit(ids::kFirstField + i, ES_AUTOHSCROLL | ES_PASSWORD, kPinWidth);
  row.hint = controls_.plain(ids::kFirstFieldHint + i, L"", ui::Font::Normal, ui::Tone::Muted);
  ::SendMessageW(row.edit, EM_SETLIMITTEXT, static_cast<WPARAM>(entry.rule.max_length) + kRoomBeyond, 0);
  ui::mask_edit(row.edit, true);
  ui::set_accessible_name(row.edit, to_wide(label.substr(0, label.find("(&"))));
  writing_ = true;
  ui::fill_edit(row.edit, entry.reading.value.view());
  writing_ = false;
  rows_.push_back(row);
}

void PinPage::refresh() {
  const std::wstring notice = to_wide(pin_notice(context(), state()));
  controls_.set_text(notice_, notice);
  controls_.set_icon(notice_icon_, mark_icon(pin_notice_mark(state())));
  for (const HWND control : {notice_, notice_icon_}) ::ShowWindow(control, notice.empty() ? SW_HIDE : SW_SHOWNA);
  for (const Row& row : rows_) ::EnableWindow(row.edit, !state().token.setting_pin);
  show_rules();
  relayout();
}

void PinPage::show_rules() {
  const auto rules = pin_rules_shown(context(), state());
  for (std::size_t i = 0; i < rules_.size() && i < rules.size(); ++i) {
    controls_.set_icon(rules_[i].mark, mark_icon(rules[i].mark));
    controls_.set_text(rules_[i].word, to_wide(rules[i].word));
  }
  for (std::size_t i = 0; i < rows_.size() && i < state().token.form.fields.size(); ++i)
    controls_.set_text(rows_[i].hint, to_wide(pin_field_notice(context(), state().token.form.fields[i])));
}

bool PinPage::take_focus() {
  const auto& fields = state().token.form.fields;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (fields[i].reading.complaint == Complaint::None) continue;
    ::SetFocus(rows_[i].edit);
    ::SendMessageW(rows_[i].edit, EM_SETSEL, 0, -1);
    return true;
  }
  return false;
}

ui::Node PinPage::body() {
  std::vector<ui::Node> nodes{controls_.node(intro_)};
  for (const Row& row : rows_) {
    std::vector<ui::Node> field{controls_.node(row.label), controls_.node(row.edit).aligned(ui::Align::Start)};
    if (::GetWindowTextLengthW(row.hint) > 0) field.push_back(controls_.node(row.hint));
    nodes.push_back(ui::column(px(4), std::move(field)));
  }
  if (show_) nodes.push_back(controls_.node(show_).aligned(ui::Align::Start));
  std::vector<ui::Node> rules;
  if (heading_) rules.push_back(controls_.node(heading_));
  const int width = px(kLabelColumn);
  for (const Rule& rule : rules_)
    rules.push_back(ui::row(px(8), {controls_.node(rule.mark).aligned(ui::Align::Center),
                                    controls_.node(rule.text).stretched().aligned(ui::Align::Center),
                                    controls_.node(rule.word).aligned(ui::Align::Center).at_least({width, 0})}));
  if (!rules.empty()) nodes.push_back(ui::column(px(4), std::move(rules)));
  if (::GetWindowTextLengthW(notice_) > 0)
    nodes.push_back(
        ui::row(px(8), {controls_.node(notice_icon_).aligned(ui::Align::Start), controls_.node(notice_).stretched()}));
  return ui::column(px(10), std::move(nodes));
}

void PinPage::typed(std::size_t number) {
  if (writing_) return;
  const Row& row = rows_[number];
  writing_ = true;
  ui::fold_edit(row.edit, [](char32_t c) { return fold_typed(c, false); });
  writing_ = false;
  ui::with_text_of(row.edit, [this, number](std::string_view text) { host_.flow().typed_pin(number, text); });
  show_rules();
  relayout();
  host_.show_buttons();
}

void PinPage::on_page_command(int id, int code) {
  const int number = id - ids::kFirstField;
  if (code == EN_CHANGE && number >= 0 && number < static_cast<int>(rows_.size()))
    return typed(static_cast<std::size_t>(number));
  if (id != ids::kShowSecret || code != BN_CLICKED) return;
  const bool masked = ::SendMessageW(show_, BM_GETCHECK, 0, 0) != BST_CHECKED;
  for (const Row& row : rows_) ui::mask_edit(row.edit, masked);
}

// The fields are still there when their window is told; not when this object is destroyed after it.
LRESULT PinPage::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_DESTROY) wipe_fields();
  return PageWindow::on_message(message, wparam, lparam);
}

void PinPage::wipe_fields() {
  if (!exists()) return;
  writing_ = true;
  for (const Row& row : rows_) ui::wipe_edit(row.edit);
}

}  // namespace kigen::wizard

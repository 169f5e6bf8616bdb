#include "installer/wizard/win32/pages/credentials_page.h"

#include <algorithm>

#include "common/platform/win32/utf.h"
#include "common/text/entry_text.h"
#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/secret_edit.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/credentials_view.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kEntryWidth = 280;

std::wstring without_access_key(std::wstring label) {
  const auto at = label.find(L"(&");
  if (at != std::wstring::npos) label.erase(at);
  return label;
}

}  // namespace

void CredentialsPage::on_create() {
  intro_ = controls_.plain(ids::kIntro, to_wide(credentials_intro(context(), state())));
  const auto& fields = state().fields;
  const std::size_t count = std::min(fields.size(), static_cast<std::size_t>(ids::kMostFields));
  for (std::size_t i = 0; i < count; ++i) make_row(i, fields[i]);
  const bool secrets = std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.secret; });
  if (secrets) show_ = controls_.check_box(ids::kShowSecret, to_wide(text::show_secret(language())));
  for (std::size_t i = 0; i < rows_.size(); ++i) show_hint(i);
}

void CredentialsPage::make_row(std::size_t number, const Field& field) {
  const int i = static_cast<int>(number);
  const std::wstring label = to_wide(field_label(context(), field, number));
  Row row;
  row.secret = field.rule.secret;
  row.label = controls_.label(ids::kFirstFieldLabel + i, label, ui::Font::Strong);
  row.edit = controls_.edit(ids::kFirstField + i, ES_AUTOHSCROLL | (row.secret ? ES_PASSWORD : 0U), kEntryWidth);
  row.mark = controls_.icon(ids::kFirstFieldMark + i, mark_icon(Mark::Info), kMarkSize);
  row.hint = controls_.plain(ids::kFirstFieldHint + i, L"", ui::Font::Normal, ui::Tone::Muted);
  ::SendMessageW(row.edit, EM_SETLIMITTEXT, static_cast<WPARAM>(field.rule.max_length) + kRoomBeyond, 0);
  if (row.secret) ui::mask_edit(row.edit, true);
  ui::set_accessible_name(row.edit, without_access_key(label));
  writing_ = true;
  ui::fill_edit(row.edit, field.reading.value.view());
  writing_ = false;
  rows_.push_back(row);
}

// Only what changes is shown anew: a page laid out at each key would flicker, and the caret with it.
void CredentialsPage::show_hint(std::size_t number) {
  const FieldHint hint = field_hint(context(), state().fields.at(number));
  controls_.set_text(rows_[number].hint, to_wide(hint.text));
  controls_.set_icon(rows_[number].mark, mark_icon(hint.mark));
}

bool CredentialsPage::take_focus() {
  const auto& fields = state().fields;
  std::size_t wanted = 0;
  while (wanted < rows_.size() && fields[wanted].reading.complaint == Complaint::None) ++wanted;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (fields[i].rule.id == state().field_to_mend) wanted = i;
  if (wanted >= rows_.size()) return false;
  ::SetFocus(rows_[wanted].edit);
  ::SendMessageW(rows_[wanted].edit, EM_SETSEL, 0, -1);
  return true;
}

ui::Node CredentialsPage::body() {
  std::vector<ui::Node> nodes{controls_.node(intro_), ui::gap_of({0, px(2)})};
  for (const Row& row : rows_) {
    nodes.push_back(
        ui::column(px(4), {controls_.node(row.label), controls_.node(row.edit).aligned(ui::Align::Start),
                           ui::row(px(6), {controls_.node(row.mark).aligned(ui::Align::Start),
                                           controls_.node(row.hint).stretched().at_least({0, px(kMarkSize)})})}));
  }
  if (show_) nodes.push_back(controls_.node(show_).aligned(ui::Align::Start));
  return ui::column(px(12), std::move(nodes));
}

void CredentialsPage::typed(std::size_t number) {
  if (writing_) return;
  const Row& row = rows_[number];
  const bool upper = state().fields.at(number).rule.upper_case;
  writing_ = true;
  ui::fold_edit(row.edit, [upper](char32_t c) { return fold_typed(c, upper); });
  writing_ = false;
  ui::with_text_of(row.edit, [this, number](std::string_view text) { host_.flow().typed(number, text); });
  show_hint(number);
  relayout();
  host_.show_buttons();
}

void CredentialsPage::on_page_command(int id, int code) {
  const int number = id - ids::kFirstField;
  if (code == EN_CHANGE && number >= 0 && number < static_cast<int>(rows_.size()))
    return typed(static_cast<std::size_t>(number));
  if (id != ids::kShowSecret || code != BN_CLICKED) return;
  const bool masked = ::SendMessageW(show_, BM_GETCHECK, 0, 0) != BST_CHECKED;
  for (const Row& row : rows_)
    if (row.secret) ui::mask_edit(row.edit, masked);
}

// The fields are still there when their window is told; not when this object is destroyed after it.
LRESULT CredentialsPage::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_DESTROY) wipe_fields();
  return PageWindow::on_message(message, wparam, lparam);
}

void CredentialsPage::wipe_fields() {
  if (!exists()) return;
  writing_ = true;
  for (const Row& row : rows_) ui::wipe_edit(row.edit);
}

}  // namespace kigen::wizard

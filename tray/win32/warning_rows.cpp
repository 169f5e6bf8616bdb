#include "tray/win32/warning_rows.h"

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/ui/win32/accessibility.h"
#include "tray/icons/icons.h"
#include "tray/ids.h"

namespace kigen::tray {

using platform::to_wide;

int mark_resource(Mark mark) noexcept {
  return KIGEN_MARK_OK + static_cast<int>(mark);
}

WarningRows::WarningRows(std::function<void(const std::string&)> renew) : renew_(std::move(renew)) {}

bool WarningRows::create_in(HWND parent, std::vector<WarningRow> rows) {
  rows_ = std::move(rows);
  ui::Look look;
  look.class_name = ids::kWarningRowsClass;
  look.style = WS_CHILD | WS_VISIBLE | WS_VSCROLL;
  look.icon = 0;
  return create(look, L"", parent);
}

void WarningRows::on_create() {
  lines_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const WarningRow& row = rows_[i];
    const int number = static_cast<int>(i);
    Line line;
    line.mark = controls_.icon(ids::kRowMark + number, mark_resource(row.mark), 16);
    line.title = controls_.label(ids::kRowTitle + number, to_wide(row.title));
    line.detail = controls_.label(ids::kRowDetail + number, to_wide(row.detail), ui::Font::Normal, ui::Tone::Muted);
    if (!row.button.empty()) {
      line.renew = controls_.button(ids::kRowRenew + number, to_wide(row.button));
      ::SetWindowLongPtrW(line.renew, GWL_STYLE, ::GetWindowLongPtrW(line.renew, GWL_STYLE) | BS_NOTIFY);
      ui::set_accessible_name(line.renew, to_wide(row.button_name));
    }
    lines_.push_back(line);
  }
}

ui::Node WarningRows::body() {
  std::vector<ui::Node> nodes;
  for (const Line& line : lines_) {
    std::vector<ui::Node> parts;
    parts.push_back(controls_.node(line.mark).aligned(ui::Align::Center));
    std::vector<ui::Node> words;
    words.push_back(controls_.node(line.title));
    words.push_back(controls_.node(line.detail));
    parts.push_back(ui::column(0, std::move(words)).stretched().aligned(ui::Align::Center));
    if (line.renew) parts.push_back(controls_.node(line.renew).aligned(ui::Align::Center));
    nodes.push_back(ui::row(theme().px(10), std::move(parts)));
  }
  return ui::column(theme().px(10), std::move(nodes)).padded({0, theme().px(2), 0, theme().px(2)});
}

void WarningRows::on_command(int id, int code) {
  const int number = id - ids::kRowRenew;
  if (number < 0 || number >= static_cast<int>(rows_.size())) return;
  if (code == BN_SETFOCUS) show_control(lines_[static_cast<std::size_t>(number)].renew);
  if (code == BN_CLICKED) {
    // The rows may be made anew while this runs.
    const std::string thumbprint = rows_[static_cast<std::size_t>(number)].thumbprint;
    renew_(thumbprint);
  }
}

}  // namespace kigen::tray

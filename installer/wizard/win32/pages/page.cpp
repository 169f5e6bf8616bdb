#include "installer/wizard/win32/pages/page.h"

#include "common/platform/win32/utf.h"
#include "icons.h"
#include "installer/wizard/ids.h"

namespace kigen::wizard {

using platform::to_wide;

bool PageWindow::open(HWND parent) {
  ui::Look look;
  look.class_name = ids::kPageClass;
  look.style = WS_CHILD | WS_CLIPSIBLINGS;
  look.icon = 0;
  return create(look, L"", parent);
}

void PageWindow::on_command(int id, int code) {
  // Edit controls and buttons both: what gets the focus comes into view.
  if (code == EN_SETFOCUS || code == BN_SETFOCUS) {
    if (const HWND control = ::GetDlgItem(hwnd(), id)) show_control(control);
  }
  on_page_command(id, code);
}

ui::Node PageWindow::filling(HWND control, int least_height_at_96) {
  const int least = px(least_height_at_96);
  ui::Node node = ui::leaf([](int) { return ui::Size{}; },
                           [control](const ui::Rect& area) {
                             ::SetWindowPos(control, nullptr, area.left, area.top, area.width, area.height,
                                            SWP_NOZORDER | SWP_NOACTIVATE);
                           });
  return std::move(node).stretched().at_least({0, least});
}

std::vector<ui::Paragraph> paragraphs_of(const std::vector<Line>& lines) {
  std::vector<ui::Paragraph> paragraphs;
  paragraphs.reserve(lines.size());
  for (const Line& line : lines)
    paragraphs.push_back({static_cast<ui::Paragraph::Kind>(line.kind), to_wide(line.label), to_wide(line.text)});
  return paragraphs;
}

std::vector<int> mark_icons() {
  return {KIGEN_MARK_OK,      KIGEN_MARK_DUE,      KIGEN_MARK_EXPIRED, KIGEN_MARK_LAPSED,
          KIGEN_MARK_WAITING, KIGEN_MARK_REPLACED, KIGEN_MARK_EXPIRED, KIGEN_MARK_INFO};
}

int mark_icon(Mark mark) {
  return mark_icons()[static_cast<std::size_t>(mark)];
}

}  // namespace kigen::wizard

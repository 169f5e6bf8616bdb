#include "tray/win32/notices_page.h"

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "tray/ids.h"
#include "tray/win32/certificates_page.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

std::vector<ui::ListView::Column> notice_columns(text::Language language) {
  return {{to_wide(text::column_status(language)), 110, false},
          {to_wide(text::column_when(language)), 140, false},
          {to_wide(text::column_read(language)), 80, false},
          {to_wide(text::column_notice(language)), 400, false}};
}

}  // namespace

NoticesPage::NoticesPage(const Session& session, Actions& actions)
    : session_(session), actions_(actions), self_(std::make_shared<NoticesPage*>(this)) {}

NoticesPage::~NoticesPage() {
  *self_ = nullptr;
}

bool NoticesPage::create_in(HWND parent) {
  ui::Look look;
  look.class_name = ids::kNoticesClass;
  look.style = WS_CHILD | WS_CLIPSIBLINGS;
  look.icon = 0;
  return create(look, L"", parent);
}

void NoticesPage::on_create() {
  mark_ = controls_.button(ids::kMarkRead, L"");
  mark_all_ = controls_.button(ids::kMarkAllRead, L"");
  line_ = controls_.line(ids::kSplitLine);
  ui::ListView::Source source;
  source.rows = [this] { return table_.rows(); };
  source.text = [this](int row, int column) { return to_wide(table_.text(row, column)); };
  source.mark = [this](int row) { return static_cast<int>(table_.mark(row)); };
  source.strong = [this](int row) { return table_.unread(row); };
  ui::ListView::Events events;
  events.sort = [this](int column) {
    table_.sort_by(column);
    list_.set_sorted(table_.sort_column(), table_.ascending());
    list_.refresh(table_.selected_row());
  };
  events.select = [this](int row) {
    table_.select(row);
    show_selected();
  };
  events.open = [this](int) { on_command(ids::kMarkRead, BN_CLICKED); };
  list_.create(hwnd(), ids::kNoticeList, ids::kNoticeEmpty, std::move(source), std::move(events));
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  text_.create(hwnd(), ids::kNoticeText, to_wide(text::column_notice(session_.language)));
  text_.apply(shared_theme());
  write_texts();
}

void NoticesPage::write_texts() {
  const text::Language language = session_.language;
  controls_.set_text(mark_, to_wide(text::button_mark_read(language)));
  controls_.set_text(mark_all_, to_wide(text::button_mark_all_read(language)));
  list_.set_name(to_wide(text::notices_name(language)));
  list_.set_columns(notice_columns(language));
  list_.set_sorted(table_.sort_column(), table_.ascending());
  const bool connected = session_.connection.connected;
  list_.set_empty_text(to_wide(connected ? text::empty_notices(language) : text::empty_not_connected(language)));
}

void NoticesPage::on_theme() {
  list_.apply(shared_theme());
  text_.apply(shared_theme());
}

void NoticesPage::reload() {
  if (busy_) {
    again_ = true;
    return;
  }
  busy_ = true;
  actions_.notices([self = self_](Result<ipc::NoticesResult> answer) {
    NoticesPage* page = *self;
    if (!page) return;
    page->busy_ = false;
    if (answer) {
      page->table_.set_data(std::move(answer->items));
      page->refresh();
    }
    if (std::exchange(page->again_, false)) page->reload();
  });
}

void NoticesPage::refresh() {
  if (!exists()) return;
  write_texts();
  table_.render(session_.context());
  list_.refresh(table_.selected_row());
  show_selected();
  relayout();
}

void NoticesPage::enable_buttons() {
  const ipc::Notice* notice = table_.selected();
  const bool connected = session_.connection.connected;
  ::EnableWindow(mark_, connected && notice && !notice->read);
  ::EnableWindow(mark_all_, connected && !table_.unread_ids().empty());
}

void NoticesPage::show_selected() {
  std::vector<ui::Paragraph> paragraphs;
  const int row = table_.selected_row();
  if (row >= 0) {
    paragraphs.push_back(
        {ui::Paragraph::Kind::Heading,
         {},
         to_wide(table_.text(row, NoticeTable::Severity) + " · " + table_.text(row, NoticeTable::When))});
    paragraphs.push_back({ui::Paragraph::Kind::Text, {}, to_wide(table_.text(row, NoticeTable::Text))});
  }
  text_.show(std::move(paragraphs), false);
  enable_buttons();
}

void NoticesPage::mark_read(std::vector<std::int64_t> ids) {
  actions_.mark_read(std::move(ids), [self = self_] {
    if (*self) (*self)->reload();
  });
}

void NoticesPage::on_command(int id, int) {
  if (id == ids::kMarkAllRead) mark_read({});
  const ipc::Notice* notice = table_.selected();
  if (id == ids::kMarkRead && notice && !notice->read) mark_read({notice->id});
}

LRESULT NoticesPage::on_notify(NMHDR& header) {
  return list_.notify(header).value_or(0);
}

ui::Node NoticesPage::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> buttons;
  buttons.push_back(controls_.node(mark_));
  buttons.push_back(controls_.node(mark_all_));
  buttons.push_back(ui::spacer());
  std::vector<ui::Node> parts;
  parts.push_back(ui::row(px(8), std::move(buttons)).padded({px(16), px(10), px(16), px(10)}));
  parts.push_back(ui::leaf({}, [this](const ui::Rect& area) { list_.place(area); }).stretched(3));
  parts.push_back(controls_.node(line_));
  parts.push_back(ui::gap_of({0, px(8)}));
  parts.push_back(ui::leaf({}, [this](const ui::Rect& area) {
                    ::SetWindowPos(text_.hwnd(), nullptr, area.left, area.top, area.width, area.height,
                                   SWP_NOZORDER | SWP_NOACTIVATE);
                  }).stretched(1));
  return ui::column(0, std::move(parts));
}

}  // namespace kigen::tray

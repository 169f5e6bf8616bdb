#include "tray/win32/certificates_page.h"

#include <windows.h>

#include <windowsx.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/menu.h"
#include "tray/ids.h"
#include "tray/model/words.h"
#include "tray/win32/warning_rows.h"

namespace kigen::tray {
namespace {

using platform::to_narrow;
using platform::to_wide;

std::vector<ui::ListView::Column> certificate_columns(text::Language language) {
  return {{to_wide(text::column_status(language)), 150, false},  {to_wide(text::column_name(language)), 170, false},
          {to_wide(text::column_issuer(language)), 170, false},  {to_wide(text::column_expires(language)), 92, false},
          {to_wide(text::column_days_left(language)), 92, true}, {to_wide(text::column_profile(language)), 180, false},
          {to_wide(text::column_place(language)), 150, false}};
}

}  // namespace

std::vector<ui::Paragraph> paragraphs_of(const Details& details) {
  std::vector<ui::Paragraph> paragraphs;
  for (const DetailLine& line : details) {
    const auto kind = static_cast<ui::Paragraph::Kind>(line.kind);
    paragraphs.push_back({kind, to_wide(line.label), to_wide(line.text)});
  }
  return paragraphs;
}

std::vector<int> mark_icons() {
  std::vector<int> icons;
  for (int i = 0; i <= static_cast<int>(Mark::Info); ++i) icons.push_back(mark_resource(static_cast<Mark>(i)));
  return icons;
}

CertificatesPage::CertificatesPage(const Session& session, Actions& actions)
    : session_(session), actions_(actions), self_(std::make_shared<CertificatesPage*>(this)) {}

CertificatesPage::~CertificatesPage() {
  *self_ = nullptr;
}

bool CertificatesPage::create_in(HWND parent) {
  ui::Look look;
  look.class_name = ids::kCertificatesClass;
  look.style = WS_CHILD | WS_VISIBLE | WS_CLIPSIBLINGS;
  look.icon = 0;
  return create(look, L"", parent);
}

void CertificatesPage::on_create() {
  filter_label_ = controls_.label(ids::kFilterLabel, L"");
  filter_ = controls_.edit(ids::kFilter, ES_AUTOHSCROLL, 260);
  renew_ = controls_.button(ids::kRenewSelected, L"");
  line_ = controls_.line(ids::kSplitLine);
  ui::ListView::Source source;
  source.rows = [this] { return table_.rows(); };
  source.text = [this](int row, int column) { return to_wide(table_.text(row, column)); };
  source.mark = [this](int row) { return static_cast<int>(table_.mark(row)); };
  ui::ListView::Events events;
  events.sort = [this](int column) {
    table_.sort_by(column);
    list_.set_sorted(table_.sort_column(), table_.ascending());
    list_.refresh(table_.selected_row());
  };
  events.select = [this](int row) { selected(row); };
  events.menu = [this](int row, POINT point) { row_menu(row, point); };
  list_.create(hwnd(), ids::kCertificateList, ids::kCertificateEmpty, std::move(source), std::move(events));
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  details_.create(hwnd(), ids::kDetails, to_wide(text::details_name(session_.language)));
  details_.apply(shared_theme());
  write_texts();
  list_.set_sorted(table_.sort_column(), table_.ascending());
  show(details_to_choose(session_.context()), false);
}

void CertificatesPage::write_texts() {
  const text::Language language = session_.language;
  controls_.set_text(filter_label_, to_wide(text::filter_label(language)));
  controls_.set_text(renew_, to_wide(text::button_renew_now(language)));
  const std::wstring hint = to_wide(text::filter_hint(language));
  ::SendMessageW(filter_, EM_SETCUEBANNER, TRUE, reinterpret_cast<LPARAM>(hint.c_str()));
  list_.set_name(to_wide(text::list_name(language)));
  list_.set_columns(certificate_columns(language));
  list_.set_sorted(table_.sort_column(), table_.ascending());
}

void CertificatesPage::on_theme() {
  list_.apply(shared_theme());
  details_.apply(shared_theme());
}

void CertificatesPage::reload() {
  if (busy_) {
    again_ = true;
    return;
  }
  busy_ = true;
  loading_.clear();
  loading_unreadable_.clear();
  request_page("");
}

void CertificatesPage::request_page(const std::string& cursor) {
  actions_.list(cursor, [self = self_](Result<ipc::ListResult> page) {
    if (*self) (*self)->took_page(std::move(page));
  });
}

void CertificatesPage::took_page(Result<ipc::ListResult> page) {
  if (!page) {
    // The connection went; it is told elsewhere, and its return loads again.
    busy_ = again_ = false;
    return;
  }
  std::move(page->items.begin(), page->items.end(), std::back_inserter(loading_));
  std::move(page->unreadable.begin(), page->unreadable.end(), std::back_inserter(loading_unreadable_));
  if (!page->next_cursor.empty()) return request_page(page->next_cursor);
  busy_ = false;
  const bool first = !std::exchange(loaded_, true);
  table_.set_data(std::move(loading_), std::move(loading_unreadable_));
  refresh_list();
  // Whoever opens the window wants to know about the most urgent one.
  if (first && table_.selected_row() < 0 && table_.rows() > 0) {
    selected(0);
    list_.refresh(0);
  } else {
    explain();
  }
  if (std::exchange(again_, false)) reload();
}

void CertificatesPage::refresh_list() {
  table_.render(session_.context());
  list_.refresh(table_.selected_row());
  list_.set_empty_text(empty_text());
  relayout();
}

void CertificatesPage::refresh() {
  if (!exists()) return;
  write_texts();
  refresh_list();
  if (explanation_) {
    show_explanation(true);
  } else {
    selected(table_.selected_row());
  }
}

std::wstring CertificatesPage::empty_text() const {
  const text::Language language = session_.language;
  if (!session_.connection.connected) return to_wide(text::empty_not_connected(language));
  if (!loaded_) return to_wide(text::empty_loading(language));
  if (table_.all_rows() == 0) return to_wide(text::empty_none(language));
  return to_wide(text::empty_filtered(language, to_narrow(ui::text_of(filter_))));
}

void CertificatesPage::show_certificate(const std::string& thumbprint_sha256) {
  ::SetWindowTextW(filter_, L"");
  table_.select_thumbprint(thumbprint_sha256);
  list_.refresh(table_.selected_row());
  explanation_.reset();
  explain();
  ::SetFocus(list_.hwnd());
}

void CertificatesPage::selected(int row) {
  table_.select(row);
  explanation_.reset();
  explained_thumbprint_.clear();
  if (const ipc::UnreadableItem* item = table_.selected_unreadable()) {
    show(details_of(session_.context(), *item), false);
  } else if (const ipc::CertificateSummary* certificate = table_.selected_certificate()) {
    show(details_while_loading(session_.context(), *certificate), false);
    explain();
  } else {
    show(details_to_choose(session_.context()), false);
  }
}

void CertificatesPage::explain() {
  const ipc::CertificateSummary* certificate = table_.selected_certificate();
  if (!certificate) return;
  const std::string thumbprint = certificate->thumbprint_sha256;
  explained_thumbprint_ = thumbprint;
  actions_.explain(thumbprint, [self = self_, thumbprint](Result<ipc::Explanation> answer, std::optional<Chain> chain) {
    CertificatesPage* page = *self;
    // Meanwhile another row may have been chosen.
    if (!page || page->explained_thumbprint_ != thumbprint) return;
    if (!answer) return page->show(details_of(page->session_.context(), answer.error()), false);
    const bool same = page->explanation_.has_value();
    page->explanation_ = std::move(*answer);
    page->chain_ = std::move(chain);
    page->show_explanation(same);
  });
}

void CertificatesPage::show_explanation(bool keep_place) {
  show(details_of(session_.context(), *explanation_, chain_), keep_place);
}

void CertificatesPage::show(const Details& details, bool keep_place) {
  const ipc::CertificateSummary* certificate = table_.selected_certificate();
  ::EnableWindow(renew_, certificate && certificate->renewable);
  details_.show(paragraphs_of(details), keep_place);
}

void CertificatesPage::row_menu(int row, POINT point) {
  const text::Language language = session_.language;
  const ipc::CertificateSummary* certificate = table_.certificate_at(row);
  ui::Menu menu;
  if (certificate && certificate->renewable) {
    menu.add_default(ids::kRenewSelected, to_wide(text::button_renew_now(language)));
    menu.separator();
  }
  menu.add(ids::kCopy, to_wide(text::menu_copy(language)));
  const int chosen = menu.choose(hwnd(), point);
  if (chosen == ids::kCopy) list_.copy_selection();
  if (chosen == ids::kRenewSelected) renew();
}

void CertificatesPage::renew() {
  const ipc::CertificateSummary* certificate = table_.selected_certificate();
  if (certificate && certificate->renewable) {
    actions_.start_wizard(certificate->thumbprint_sha256, certificate->profile);
  }
}

void CertificatesPage::on_command(int id, int code) {
  if (id == ids::kRenewSelected) renew();
  if (id != ids::kFilter || code != EN_CHANGE) return;
  table_.set_filter(to_narrow(ui::text_of(filter_)));
  list_.refresh(table_.selected_row());
  list_.set_empty_text(empty_text());
  relayout();
}

LRESULT CertificatesPage::on_notify(NMHDR& header) {
  return list_.notify(header).value_or(0);
}

ui::Node CertificatesPage::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> filter;
  filter.push_back(controls_.node(filter_label_).aligned(ui::Align::Center));
  filter.push_back(controls_.node(filter_).aligned(ui::Align::Center));
  filter.push_back(ui::spacer());
  filter.push_back(controls_.node(renew_).aligned(ui::Align::Center));
  std::vector<ui::Node> parts;
  parts.push_back(ui::row(px(8), std::move(filter)).padded({px(16), px(10), px(16), px(10)}));
  parts.push_back(ui::leaf({}, [this](const ui::Rect& area) { list_.place(area); }).stretched(split_percent_));
  parts.push_back(ui::leaf(
      [px](int width) {
        return ui::Size{width, px(9)};
      },
      [this, px](const ui::Rect& area) {
        splitter_ = area;
        ::SetWindowPos(line_, nullptr, area.left, area.top, area.width, px(1), SWP_NOZORDER | SWP_NOACTIVATE);
      }));
  parts.push_back(ui::leaf({}, [this](const ui::Rect& area) {
                    ::SetWindowPos(details_.hwnd(), nullptr, area.left, area.top, area.width, area.height,
                                   SWP_NOZORDER | SWP_NOACTIVATE);
                  }).stretched(100 - split_percent_));
  return ui::column(0, std::move(parts));
}

LRESULT CertificatesPage::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  const int y = GET_Y_LPARAM(lparam);
  if (message == WM_SETCURSOR && reinterpret_cast<HWND>(wparam) == hwnd()) {
    ::SetCursor(::LoadCursorW(nullptr, IDC_SIZENS));
    return TRUE;
  }
  if (message == WM_LBUTTONDOWN && y >= splitter_.top && y < splitter_.top + splitter_.height) {
    dragging_ = true;
    ::SetCapture(hwnd());
    return 0;
  }
  if (message == WM_MOUSEMOVE && dragging_) {
    RECT client{};
    ::GetClientRect(hwnd(), &client);
    RECT list{};
    ::GetWindowRect(list_.hwnd(), &list);
    ::MapWindowPoints(nullptr, hwnd(), reinterpret_cast<POINT*>(&list), 2);
    const int room = std::max(1, static_cast<int>(client.bottom - list.top));
    split_percent_ = std::clamp((y - static_cast<int>(list.top)) * 100 / room, 20, 80);
    relayout();
    return 0;
  }
  if (message == WM_LBUTTONUP || message == WM_CAPTURECHANGED) {
    if (std::exchange(dragging_, false)) ::ReleaseCapture();
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

}  // namespace kigen::tray

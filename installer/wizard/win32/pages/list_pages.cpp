#include "installer/wizard/win32/pages/list_pages.h"

#include "common/platform/win32/utf.h"
#include "common/text/task_text.h"
#include "common/text/tray_text.h"
#include "common/text/wizard_text.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/certificate_view.h"
#include "installer/wizard/model/pages/choose_view.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

ui::Node list_node(ui::ListView& list, int least_height) {
  ui::Node node = ui::leaf([](int) { return ui::Size{}; }, [&list](const ui::Rect& area) { list.place(area); });
  return std::move(node).stretched().at_least({0, least_height});
}

}  // namespace

void CertificateListPage::on_create() {
  const text::Language in = language();
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(rows_.size()); };
  source.text = [this](int row, int column) {
    return to_wide(
        choice_cells(context(), state(), rows_.at(static_cast<std::size_t>(row))).at(static_cast<std::size_t>(column)));
  };
  source.mark = [this](int row) {
    return static_cast<int>(mark_of_status(rows_.at(static_cast<std::size_t>(row)).status));
  };
  ui::ListView::Events events;
  events.select = [this](int row) { choose(row); };
  events.open = [this](int row) {
    choose(row);
    host_.perform(host_.flow().next(context().now));
  };
  list_.create(hwnd(), ids::kCertificateList, ids::kCertificateEmpty, std::move(source), std::move(events));
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  list_.set_name(to_wide(text::purpose_choose(in)));
  list_.set_columns({{to_wide(text::column_name(in)), 130, false},
                     {to_wide(text::column_issuer(in)), 140, false},
                     {to_wide(text::column_expires(in)), 150, false},
                     {to_wide(text::column_status(in)), 80, false},
                     {to_wide(text::column_place(in)), 150, false}});
  show_all_ = controls_.check_box(ids::kShowAll, to_wide(text::wizard_show_all(in)));
  properties_ = controls_.button(ids::kProperties, to_wide(text::button_properties(in)));
}

void CertificateListPage::refresh() {
  rows_ = choices(state());
  int selected = -1;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].thumbprint_sha256 == state().thumbprint) selected = static_cast<int>(i);
  list_.set_empty_text(to_wide(choose_empty(context(), state())));
  list_.refresh(selected);
  ::EnableWindow(properties_, selected >= 0 && can_show_certificate(state(), state().thumbprint));
}

bool CertificateListPage::take_focus() {
  ::SetFocus(list_.hwnd());
  return true;
}

ui::Node CertificateListPage::body() {
  return ui::column(px(10),
                    {list_node(list_, px(120)), ui::row(px(8), {controls_.node(show_all_).aligned(ui::Align::Center),
                                                                ui::spacer(), controls_.node(properties_)})});
}

void CertificateListPage::choose(int row) {
  if (row < 0 || row >= static_cast<int>(rows_.size())) return;
  host_.flow().choose_certificate(rows_[static_cast<std::size_t>(row)].thumbprint_sha256);
  ::EnableWindow(properties_, can_show_certificate(state(), state().thumbprint));
  host_.show_buttons();
}

void CertificateListPage::on_page_command(int id, int code) {
  if (code != BN_CLICKED) return;
  if (id == ids::kProperties) host_.show_chosen_certificate();
  if (id != ids::kShowAll) return;
  host_.flow().show_all(::SendMessageW(show_all_, BM_GETCHECK, 0, 0) == BST_CHECKED);
  refresh();
}

LRESULT CertificateListPage::on_notify(NMHDR& header) {
  return list_.notify(header).value_or(0);
}

void ServiceListPage::on_create() {
  const text::Language in = language();
  const auto profile = [this](int row) -> const profile::Profile& {
    return *state().found.profiles.at(static_cast<std::size_t>(row));
  };
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(state().found.profiles.size()); };
  source.text = [this, profile](int row, int column) {
    return to_wide(service_cells(context(), profile(row)).at(static_cast<std::size_t>(column)));
  };
  source.mark = [profile](int row) { return static_cast<int>(service_mark(profile(row))); };
  ui::ListView::Events events;
  events.select = [this](int row) { choose(row); };
  events.open = [this](int row) {
    choose(row);
    host_.perform(host_.flow().next(context().now));
  };
  list_.create(hwnd(), ids::kServiceList, ids::kServiceEmpty, std::move(source), std::move(events));
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  list_.set_name(to_wide(text::purpose_service(in)));
  list_.set_columns({{to_wide(text::column_service(in)), 380, false}, {to_wide(text::column_ready(in)), 160, false}});
  list_.set_empty_text(to_wide(text::service_list_empty(in)));
  notice_icon_ = controls_.icon(ids::kNoticeIcon, KIGEN_MARK_DUE, 20);
  notice_ = controls_.plain(ids::kNotice, L"");
}

void ServiceListPage::refresh() {
  int selected = -1;
  const auto& profiles = state().found.profiles;
  for (std::size_t i = 0; i < profiles.size(); ++i)
    if (profiles[i] == state().profile) selected = static_cast<int>(i);
  list_.refresh(selected);
  std::string notice = service_notice(context(), state());
  if (notice.empty()) notice = account_notice(context(), state());
  controls_.set_text(notice_, to_wide(notice));
  for (const HWND control : {notice_, notice_icon_}) ::ShowWindow(control, notice.empty() ? SW_HIDE : SW_SHOWNA);
  relayout();
}

bool ServiceListPage::take_focus() {
  ::SetFocus(list_.hwnd());
  return true;
}

ui::Node ServiceListPage::body() {
  std::vector<ui::Node> rows{list_node(list_, px(120))};
  if (::GetWindowTextLengthW(notice_) > 0)
    rows.push_back(
        ui::row(px(8), {controls_.node(notice_icon_).aligned(ui::Align::Start), controls_.node(notice_).stretched()}));
  return ui::column(px(10), std::move(rows));
}

void ServiceListPage::choose(int row) {
  const auto& profiles = state().found.profiles;
  if (row < 0 || row >= static_cast<int>(profiles.size())) return;
  host_.flow().choose_service(profiles[static_cast<std::size_t>(row)]->id);
  host_.show_state();
}

LRESULT ServiceListPage::on_notify(NMHDR& header) {
  return list_.notify(header).value_or(0);
}

}  // namespace kigen::wizard

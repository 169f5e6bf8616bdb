#include "installer/wizard/win32/wizard_window.h"

#include <windows.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/text/wizard_text.h"
#include "common/ui/win32/accessibility.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/win32/account.h"
#include "kigen_version.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr std::chrono::seconds kHostLimit{10};
constexpr int kStepsWidth = 170;
constexpr int kMargin = 20;

// In the order of Mark.
std::vector<int> mark_icons() {
  return {KIGEN_MARK_OK,      KIGEN_MARK_DUE,      KIGEN_MARK_EXPIRED, KIGEN_MARK_LAPSED,
          KIGEN_MARK_WAITING, KIGEN_MARK_REPLACED, KIGEN_MARK_EXPIRED, KIGEN_MARK_INFO};
}

std::vector<ui::Paragraph> paragraphs_of(const std::vector<Line>& lines) {
  std::vector<ui::Paragraph> paragraphs;
  paragraphs.reserve(lines.size());
  for (const Line& line : lines)
    paragraphs.push_back({static_cast<ui::Paragraph::Kind>(line.kind), to_wide(line.label), to_wide(line.text)});
  return paragraphs;
}

// Shape and word: done, present, to come.
std::wstring step_text(const Step& step) {
  const wchar_t* mark = step.when == Step::When::Before ? L"\u2713  "
                        : step.when == Step::When::Now  ? L"\u25b6  "
                                                        : L"\u25cb  ";
  return mark + to_wide(step.text);
}

}  // namespace

WizardWindow::WizardWindow(WizardOptions options, std::unique_ptr<LocalCalendar> calendar)
    : options_(std::move(options)), calendar_(std::move(calendar)) {
  state_.thumbprint = options_.thumbprint;
  state_.choosing = options_.thumbprint.empty();
  state_.page = state_.choosing ? Page::Choose : Page::Certificate;
}

WizardWindow::~WizardWindow() {
  if (queue_) queue_->close();
}

bool WizardWindow::open() {
  ui::Look look;
  look.class_name = ids::kWindowClass;
  look.size = {880, 560};
  look.minimum = {680, 460};
  const std::string title = text::window_title(options_.language, text::wizard_title(options_.language), kVersion);
  if (!create(look, to_wide(title), nullptr)) return false;
  queue_ = std::make_shared<UiQueue>(hwnd(), ids::kRunMessage);
  backend_ = std::make_unique<Backend>(options_.backend, queue_);
  ui::center_on_monitor(hwnd(), nullptr);
  enter_page();
  ::ShowWindow(hwnd(), SW_SHOWNORMAL);
  ::SetForegroundWindow(hwnd());
  return true;
}

void WizardWindow::on_create() {
  make_steps();
  purpose_ = controls_.label(ids::kPurpose, L"", ui::Font::Headline, ui::Tone::Headline);
  make_choose_page();
  make_details();
  notice_icon_ = controls_.icon(ids::kNoticeIcon, KIGEN_MARK_DUE, 20);
  notice_ = controls_.label(ids::kNotice, L"");
  make_connections_page();
  make_footer();
}

void WizardWindow::make_steps() {
  const std::size_t count = pages(state_).size();
  for (std::size_t i = 0; i < count; ++i) steps_.push_back(controls_.label(ids::kFirstStep + static_cast<int>(i), L""));
}

void WizardWindow::make_choose_page() {
  const text::Language language = options_.language;
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(choices_.size()); };
  source.text = [this](int row, int column) {
    const auto cells = choice_cells(context(), state_, choices_.at(static_cast<std::size_t>(row)));
    return to_wide(cells.at(static_cast<std::size_t>(column)));
  };
  source.mark = [this](int row) {
    return static_cast<int>(mark_of_status(choices_.at(static_cast<std::size_t>(row)).status));
  };
  ui::ListView::Events events;
  events.select = [this](int row) { choose_row(row); };
  events.open = [this](int row) {
    choose_row(row);
    next();
  };
  list_.create(hwnd(), ids::kCertificateList, ids::kCertificateEmpty, std::move(source), std::move(events));
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  list_.set_name(to_wide(text::wizard_purpose_choose(language)));
  list_.set_columns({{to_wide(text::column_name(language)), 120, false},
                     {to_wide(text::column_issuer(language)), 140, false},
                     {to_wide(text::column_expires(language)), 190, false},
                     {to_wide(text::column_status(language)), 100, false},
                     {to_wide(text::column_place(language)), 100, false}});
  show_all_ = controls_.other(ids::kShowAll, L"BUTTON", BS_AUTOCHECKBOX | WS_TABSTOP, 0, {360, 22});
  ::SetWindowTextW(show_all_, to_wide(text::wizard_show_all(language)).c_str());
}

void WizardWindow::make_details() {
  details_.create(hwnd(), ids::kDetails, to_wide(text::details_name(options_.language)));
  details_.apply(shared_theme());
}

void WizardWindow::make_connections_page() {
  const text::Language language = options_.language;
  host_headline_ = controls_.label(ids::kHostHeadline, L"", ui::Font::Strong);
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(state_.hosts.size()); };
  source.text = [this](int row, int column) {
    const HostCells cells = host_cells(context(), state_.hosts.at(static_cast<std::size_t>(row)), kHostLimit.count());
    const std::string* const texts[] = {&cells.result, &cells.host, &cells.port, &cells.detail};
    return to_wide(*texts[column]);
  };
  source.mark = [this](int row) {
    return static_cast<int>(host_cells(context(), state_.hosts.at(static_cast<std::size_t>(row)), 0).mark);
  };
  hosts_.create(hwnd(), ids::kHostList, ids::kHostEmpty, std::move(source), {});
  hosts_.apply(shared_theme());
  hosts_.set_marks(mark_icons());
  hosts_.set_name(to_wide(text::wizard_hosts_name(language)));
  hosts_.set_columns({{to_wide(text::wizard_column_result(language)), 116, false},
                      {to_wide(text::wizard_column_host(language)), 190, false},
                      {to_wide(text::wizard_column_port(language)), 80, false},
                      {to_wide(text::wizard_column_detail(language)), 200, false}});
  hosts_.set_empty_text(to_wide(text::wizard_no_hosts(language)));
  advice_.create(hwnd(), ids::kAdvice, to_wide(text::wizard_firewall_needed(language)));
  advice_.apply(shared_theme());
  retry_ = controls_.button(ids::kRetry, to_wide(text::wizard_retry(language)));
  copy_ = controls_.button(ids::kCopy, to_wide(text::wizard_copy(language)));
}

void WizardWindow::make_footer() {
  const text::Language language = options_.language;
  back_ = controls_.button(ids::kBack, to_wide(text::wizard_back(language)));
  next_ = controls_.default_button(ids::kNext, to_wide(text::wizard_next(language)));
  cancel_ = controls_.button(ids::kCancel, to_wide(text::wizard_cancel(language)));
  set_default_button(ids::kNext);
}

Context WizardWindow::context() const {
  return {options_.language, SystemClock().now(), calendar_.get()};
}

ui::Node WizardWindow::steps_node() {
  std::vector<ui::Node> labels;
  for (const HWND step : steps_) labels.push_back(controls_.node(step));
  labels.push_back(ui::spacer());
  ui::Node column = ui::column(theme().px(12), std::move(labels));
  const int width = theme().px(kStepsWidth);
  column.padding = {theme().px(kMargin), theme().px(kMargin + 4), theme().px(8), theme().px(kMargin)};
  return ui::leaf(
      [width](int) {
        return ui::Size{width, 0};
      },
      [column](const ui::Rect& area) { ui::arrange(column, area); });
}

// Up to seven lines are seen at once; more hosts than that scroll.
int WizardWindow::advice_height() const {
  constexpr std::size_t kMostLines = 7;
  const std::size_t lines = std::min(kMostLines, firewall_lines(context(), state_).size() + 1);
  const int line = ui::measure_text(hwnd(), theme().font(ui::Font::Normal), L"Ag", 0).height + theme().px(4);
  return static_cast<int>(lines) * line + theme().px(8);
}

ui::Node WizardWindow::connections_node() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  const auto hosts = ui::leaf([](int) { return ui::Size{}; }, [this](const ui::Rect& area) { hosts_.place(area); });
  std::vector<ui::Node> rows{controls_.node(host_headline_), ui::Node(hosts).stretched()};
  if (shows(advice_.hwnd())) {
    const int height = advice_height();
    rows.push_back(ui::leaf(
        [height](int) {
          return ui::Size{0, height};
        },
        [this](const ui::Rect& area) {
          ::SetWindowPos(advice_.hwnd(), nullptr, area.left, area.top, area.width, area.height,
                         SWP_NOZORDER | SWP_NOACTIVATE);
        }));
  }
  rows.push_back(ui::row(px(8), {controls_.node(retry_), controls_.node(copy_), ui::spacer()}));
  return ui::column(px(10), std::move(rows));
}

ui::Node WizardWindow::page_node() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  switch (state_.page) {
    case Page::Choose: {
      auto list = ui::leaf([](int) { return ui::Size{}; }, [this](const ui::Rect& area) { list_.place(area); });
      return ui::column(px(10), {std::move(list).stretched(), controls_.node(show_all_)});
    }
    case Page::Connections:
      return connections_node();
    case Page::Certificate:
    case Page::Summary:
      break;
  }
  auto text = ui::leaf([](int) { return ui::Size{}; },
                       [this](const ui::Rect& area) {
                         ::SetWindowPos(details_.hwnd(), nullptr, area.left, area.top, area.width, area.height,
                                        SWP_NOZORDER | SWP_NOACTIVATE);
                       });
  std::vector<ui::Node> rows;
  if (shows(notice_))
    rows.push_back(ui::row(px(8), {controls_.node(notice_icon_), controls_.node(notice_).stretched()}));
  rows.push_back(std::move(text).stretched());
  return ui::column(px(10), std::move(rows));
}

ui::Node WizardWindow::body() {
  const int margin = theme().px(kMargin);
  ui::Node page = ui::column(theme().px(14), {controls_.node(purpose_), page_node().stretched()});
  page.padding = {theme().px(8), margin, margin, theme().px(14)};
  return ui::row(0, {steps_node(), std::move(page).stretched()});
}

ui::Node WizardWindow::footer() {
  const int gap = theme().px(8);
  ui::Node strip = ui::row(
      gap, {ui::spacer(), controls_.node(back_), controls_.node(next_), ui::gap_of({gap, 0}), controls_.node(cancel_)});
  strip.padding = {theme().px(kMargin), theme().px(12), theme().px(kMargin), theme().px(12)};
  return strip;
}

bool WizardWindow::shows(HWND control) const {
  const Page page = state_.page;
  if (control == list_.hwnd() || control == show_all_) return page == Page::Choose;
  if (control == details_.hwnd()) return page == Page::Certificate || page == Page::Summary;
  if (control == notice_ || control == notice_icon_)
    return page == Page::Certificate && !account_warning(context(), state_).empty();
  if (control == advice_.hwnd()) return page == Page::Connections && !failed_hosts(state_).empty();
  return page == Page::Connections;
}

void WizardWindow::refresh() {
  controls_.set_text(purpose_, to_wide(purpose(context(), state_)));
  controls_.set_text(notice_, to_wide(account_warning(context(), state_)));
  for (const HWND control : {list_.hwnd(), show_all_, details_.hwnd(), notice_, notice_icon_, host_headline_,
                             hosts_.hwnd(), advice_.hwnd(), retry_, copy_})
    ::ShowWindow(control, shows(control) ? SW_SHOWNA : SW_HIDE);
  if (state_.page != Page::Choose) ::ShowWindow(list_.empty_label(), SW_HIDE);
  if (state_.page != Page::Connections) ::ShowWindow(hosts_.empty_label(), SW_HIDE);
  refresh_steps();
  if (state_.page == Page::Choose) refresh_list();
  if (state_.page == Page::Certificate) details_.show(paragraphs_of(certificate_lines(context(), state_)), false);
  if (state_.page == Page::Summary) details_.show(paragraphs_of(summary_lines(context(), state_, kVersion)), false);
  if (state_.page == Page::Connections) refresh_hosts();
  refresh_footer();
  relayout();
}

void WizardWindow::refresh_steps() {
  const auto all = steps(context(), state_);
  for (std::size_t i = 0; i < all.size() && i < steps_.size(); ++i) {
    controls_.set_text(steps_[i], step_text(all[i]));
    const bool now = all[i].when == Step::When::Now;
    ::SendMessageW(steps_[i], WM_SETFONT,
                   reinterpret_cast<WPARAM>(theme().font(now ? ui::Font::Strong : ui::Font::Normal)), TRUE);
    if (now)
      ui::set_accessible_name(purpose_, to_wide(text::wizard_step_place(options_.language, static_cast<int>(i) + 1,
                                                                        static_cast<int>(all.size()), all[i].text) +
                                                ". " + purpose(context(), state_)));
  }
}

void WizardWindow::refresh_list() {
  choices_ = choices(state_);
  int selected = -1;
  for (std::size_t i = 0; i < choices_.size(); ++i)
    if (choices_[i].thumbprint_sha256 == state_.thumbprint) selected = static_cast<int>(i);
  list_.refresh(selected);
  list_.set_empty_text(to_wide(choose_empty(context(), state_)));
}

void WizardWindow::refresh_hosts() {
  controls_.set_text(host_headline_, to_wide(connections_headline(context(), state_)));
  hosts_.refresh(hosts_.selected());
  advice_.show(paragraphs_of(firewall_lines(context(), state_)), true);
  const text::Language language = options_.language;
  controls_.set_text(retry_, to_wide(state_.testing ? text::wizard_stop(language) : text::wizard_retry(language)));
  ::EnableWindow(retry_, !state_.hosts.empty());
  ::EnableWindow(copy_, !state_.hosts.empty());
}

void WizardWindow::refresh_footer() {
  const text::Language language = options_.language;
  const bool last = is_last(state_);
  controls_.set_text(next_, to_wide(last ? text::wizard_finish(language) : text::wizard_next(language)));
  ::EnableWindow(next_, can_go_next(state_));
  ::EnableWindow(back_, can_go_back(state_));
  ::ShowWindow(cancel_, last ? SW_HIDE : SW_SHOWNA);
}

void WizardWindow::enter_page() {
  if (state_.page == Page::Choose && !state_.list_loaded) load_list();
  if (state_.page == Page::Certificate && !state_.certificate_loaded) load_certificate();
  if (state_.page == Page::Connections && !state_.tested && !state_.testing) start_test();
  refresh();
  if (state_.page == Page::Choose) {
    ::SetFocus(list_.hwnd());
  } else if (can_go_next(state_)) {
    ::SetFocus(next_);
  }
}

void WizardWindow::next() {
  if (!can_go_next(state_)) return;
  if (is_last(state_)) return destroy();
  go_next(state_);
  enter_page();
}

void WizardWindow::load_list() {
  backend_->list([this, request = ++request_](Listing listing) {
    if (request != request_) return;
    state_.list_loaded = true;
    state_.service_missing = listing.service_missing;
    state_.certificates = std::move(listing.items);
    if (state_.thumbprint.empty()) choose(state_, suggestion(state_, SystemClock().now()));
    enter_page();
  });
}

void WizardWindow::load_certificate() {
  backend_->wizard_started(state_.thumbprint);
  backend_->find(state_.thumbprint, [this, request = ++request_](Found found) {
    if (request != request_) return;
    state_.certificate_loaded = true;
    state_.service_missing = found.service_missing;
    state_.certificate = std::move(found.certificate);
    state_.profile = std::move(found.profile);
    state_.profile_file = std::move(found.profile_file);
    state_.account = current_account();
    enter_page();
  });
}

void WizardWindow::start_test() {
  const auto hosts = hosts_to_test(state_);
  test_started(state_, hosts);
  if (hosts.empty()) return test_ended(state_);
  const unsigned request = ++request_;
  backend_->test(
      hosts, kHostLimit,
      [this, request](std::size_t index, const net::HostResult& result) {
        if (request != request_) return;
        host_tested(state_, index, result);
        refresh();
      },
      [this, request] {
        if (request != request_) return;
        test_ended(state_);
        enter_page();
      });
}

void WizardWindow::copy() {
  if (ui::copy_to_clipboard(hwnd(), to_wide(connection_report(context(), state_, kVersion))))
    controls_.set_text(copy_, to_wide(text::wizard_copied(options_.language)));
}

void WizardWindow::choose_row(int row) {
  if (row < 0 || row >= static_cast<int>(choices_.size())) return;
  choose(state_, choices_[static_cast<std::size_t>(row)].thumbprint_sha256);
  refresh_footer();
}

void WizardWindow::on_command(int id, int code) {
  (void)code;
  switch (id) {
    case ids::kNext:
      return next();
    case ids::kBack:
      if (state_.testing) backend_->stop_test();
      go_back(state_);
      return enter_page();
    case ids::kCancel:
      return destroy();
    case ids::kShowAll:
      state_.show_all = ::SendMessageW(show_all_, BM_GETCHECK, 0, 0) == BST_CHECKED;
      return refresh_list();
    case ids::kRetry:
      if (state_.testing) return backend_->stop_test();
      start_test();
      return refresh();
    case ids::kCopy:
      return copy();
    default:
      return;
  }
}

LRESULT WizardWindow::on_notify(NMHDR& header) {
  if (const auto answer = list_.notify(header)) return *answer;
  if (const auto answer = hosts_.notify(header)) return *answer;
  return 0;
}

void WizardWindow::on_theme() {
  list_.apply(shared_theme());
  hosts_.apply(shared_theme());
  details_.apply(shared_theme());
  advice_.apply(shared_theme());
  refresh_steps();
}

LRESULT WizardWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == ids::kRunMessage) {
    if (const auto queue = queue_) queue->run();
    return 0;
  }
  if (message == WM_CLOSE || (message == WM_ENDSESSION && wparam != 0)) {
    destroy();
    return 0;
  }
  return ui::Window::on_message(message, wparam, lparam);
}

void WizardWindow::on_destroy() {
  if (queue_) queue_->close();
  ::PostQuitMessage(0);
}

}  // namespace kigen::wizard

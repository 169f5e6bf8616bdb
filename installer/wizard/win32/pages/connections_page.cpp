#include "installer/wizard/win32/pages/connections_page.h"

#include <algorithm>

#include "common/platform/win32/utf.h"
#include "common/text/task_text.h"
#include "common/text/wizard_text.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/connections_view.h"
#include "installer/wizard/win32/host_limit.h"

namespace kigen::wizard {

using platform::to_wide;

void ConnectionsPage::on_create() {
  const text::Language in = language();
  headline_ = controls_.plain(ids::kHostHeadline, L"", ui::Font::Strong);
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(state().hosts.size()); };
  source.text = [this](int row, int column) {
    const HostCells cells = host_cells(context(), state().hosts.at(static_cast<std::size_t>(row)), kHostLimit.count());
    const std::string* const texts[] = {&cells.result, &cells.host, &cells.port, &cells.detail};
    return to_wide(*texts[column]);
  };
  source.mark = [this](int row) {
    return static_cast<int>(host_cells(context(), state().hosts.at(static_cast<std::size_t>(row)), 0).mark);
  };
  hosts_.create(hwnd(), ids::kHostList, ids::kHostEmpty, std::move(source), {});
  hosts_.apply(shared_theme());
  hosts_.set_marks(mark_icons());
  hosts_.set_name(to_wide(text::wizard_hosts_name(in)));
  hosts_.set_columns({{to_wide(text::wizard_column_result(in)), 116, false},
                      {to_wide(text::wizard_column_host(in)), 190, false},
                      {to_wide(text::wizard_column_port(in)), 80, false},
                      {to_wide(text::wizard_column_detail(in)), 200, false}});
  hosts_.set_empty_text(to_wide(text::wizard_no_hosts(in)));
  advice_.create(hwnd(), ids::kAdvice, to_wide(text::wizard_firewall_needed(in)));
  advice_.set_indent(0);
  advice_.apply(shared_theme());
  retry_ = controls_.button(ids::kRetry, to_wide(text::wizard_retry(in)));
  copy_ = controls_.button(ids::kCopy, to_wide(text::wizard_copy(in)));
  proxy_ = controls_.button(ids::kProxy, to_wide(text::button_proxy(in)));
}

void ConnectionsPage::on_theme() {
  hosts_.apply(shared_theme());
  advice_.apply(shared_theme());
}

void ConnectionsPage::refresh() {
  const text::Language in = language();
  const bool failed = !failed_hosts(state().hosts).empty();
  controls_.set_text(headline_, to_wide(connections_headline(context(), state())));
  hosts_.refresh(hosts_.selected());
  ::ShowWindow(advice_.hwnd(), failed ? SW_SHOWNA : SW_HIDE);
  if (failed) advice_.show(paragraphs_of(firewall_lines(context(), state())), true);
  controls_.set_text(retry_, to_wide(state().testing ? text::wizard_stop(in) : text::wizard_retry(in)));
  controls_.set_text(copy_, to_wide(text::wizard_copy(in)));
  ::EnableWindow(retry_, !state().hosts.empty());
  ::EnableWindow(copy_, !state().hosts.empty());
  relayout();
}

// Up to seven lines are seen at once; more hosts than that scroll.
int ConnectionsPage::advice_height() const {
  constexpr std::size_t kMostLines = 7;
  const std::size_t lines = std::min(kMostLines, firewall_lines(context(), state()).size() + 1);
  const int line = ui::measure_text(hwnd(), theme().font(ui::Font::Normal), L"Ag", 0).height + theme().px(4);
  return static_cast<int>(lines) * line + theme().px(8);
}

ui::Node ConnectionsPage::body() {
  auto list = ui::leaf([](int) { return ui::Size{}; }, [this](const ui::Rect& area) { hosts_.place(area); });
  std::vector<ui::Node> rows{controls_.node(headline_), std::move(list).stretched().at_least({0, px(90)})};
  if (!failed_hosts(state().hosts).empty()) {
    const int height = advice_height();
    const HWND advice = advice_.hwnd();
    rows.push_back(ui::leaf(
        [height](int) {
          return ui::Size{0, height};
        },
        [advice](const ui::Rect& area) {
          ::SetWindowPos(advice, nullptr, area.left, area.top, area.width, area.height, SWP_NOZORDER | SWP_NOACTIVATE);
        }));
  }
  rows.push_back(ui::row(px(8), {controls_.node(retry_), controls_.node(copy_), ui::spacer(), controls_.node(proxy_)}));
  return ui::column(px(10), std::move(rows));
}

void ConnectionsPage::on_page_command(int id, int code) {
  if (code != BN_CLICKED) return;
  if (id == ids::kRetry) host_.perform(state().testing ? host_.flow().stop_test() : host_.flow().test_again());
  Actions settings;
  settings.emplace_back(ShowProxySettings{});
  if (id == ids::kProxy) host_.perform(std::move(settings));
  if (id == ids::kCopy && ui::copy_to_clipboard(hwnd(), to_wide(connection_report(context(), state()))))
    controls_.set_text(copy_, to_wide(text::wizard_copied(language())));
}

}  // namespace kigen::wizard

#include "installer/wizard/win32/pages/token_page.h"

#include <windows.h>

#include <algorithm>

#include "common/platform/win32/utf.h"
#include "common/text/token_text.h"
#include "installer/wizard/ids.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kTokenMarkSize = 24;

}  // namespace

void TokenPage::on_create() {
  const text::Language in = language();
  mark_ = controls_.icon(ids::kNoticeIcon, mark_icon(Mark::Waiting), kTokenMarkSize);
  headline_ = controls_.plain(ids::kTokenHeadline, L"", ui::Font::Headline, ui::Tone::Headline);
  detail_ = controls_.plain(ids::kTokenDetail, L"");
  ui::ListView::Source source;
  source.rows = [this] { return static_cast<int>(state().token.found.size()); };
  source.text = [this](int row, int column) {
    const auto cells = token_cells(state().token.found.at(static_cast<std::size_t>(row)).info);
    return to_wide(cells.at(static_cast<std::size_t>(column)));
  };
  source.mark = [this](int row) {
    const bool locked = state().token.found.at(static_cast<std::size_t>(row)).info.pin_locked;
    return static_cast<int>(locked ? Mark::Failed : Mark::Ok);
  };
  list_.create(hwnd(), ids::kTokenList, ids::kTokenEmpty, std::move(source), {});
  list_.apply(shared_theme());
  list_.set_marks(mark_icons());
  list_.set_name(to_wide(text::token_list_name(in)));
  list_.set_columns({{to_wide(text::token_label(in)), 220, false},
                     {to_wide(text::token_serial(in)), 180, false},
                     {to_wide(text::token_model(in)), 160, false}});
  consent_ = controls_.plain(ids::kTokenConsent, L"");
  site_ = controls_.button(ids::kOpenSite, to_wide(text::button_open_site(in)));
  unblock_ = controls_.button(ids::kUnblock, to_wide(text::button_unblock_instead(in)));
  retry_ = controls_.button(ids::kRetry, to_wide(text::button_stop_looking(in)));
  ::SetTimer(hwnd(), kPageTimer, kSecond, nullptr);
}

void TokenPage::refresh() {
  const bool waiting = state().token.searching || state().token.asking_holder;
  if (waiting && !waiting_) since_ = std::chrono::steady_clock::now();
  waiting_ = waiting;
  list_.refresh(-1);
  show_view();
}

// At every second of a wait: what is said after three of them is more than what is said at once.
void TokenPage::show_view() {
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - since_);
  view_ = token_view(context(), state(), waiting_ ? waited : std::chrono::seconds{0});
  const text::Language in = language();
  controls_.set_icon(mark_, mark_icon(view_.mark));
  controls_.set_text(headline_, to_wide(view_.headline));
  controls_.set_text(detail_, to_wide(view_.detail));
  controls_.set_text(consent_, to_wide(view_.consent));
  controls_.set_text(retry_, to_wide(view_.stop ? text::button_stop_looking(in) : text::button_look_again(in)));
  ::ShowWindow(list_.hwnd(), state().token.found.empty() ? SW_HIDE : SW_SHOWNA);
  ::ShowWindow(consent_, view_.consent.empty() ? SW_HIDE : SW_SHOWNA);
  ::ShowWindow(retry_, view_.stop || view_.look_again ? SW_SHOWNA : SW_HIDE);
  ::ShowWindow(site_, view_.open_site ? SW_SHOWNA : SW_HIDE);
  ::ShowWindow(unblock_, view_.unblock ? SW_SHOWNA : SW_HIDE);
  relayout();
}

bool TokenPage::take_focus() {
  if (!view_.stop && !view_.look_again) return false;
  ::SetFocus(retry_);
  return true;
}

int TokenPage::list_height() const {
  constexpr std::size_t kMostRows = 4;
  constexpr int kRow = 24;
  constexpr int kHeader = 30;
  return px(kHeader + kRow * static_cast<int>(std::clamp<std::size_t>(state().token.found.size(), 1, kMostRows)));
}

ui::Node TokenPage::body() {
  std::vector<ui::Node> rows;
  rows.push_back(ui::row(px(10), {controls_.node(mark_).aligned(ui::Align::Center),
                                  controls_.node(headline_).stretched().aligned(ui::Align::Center)}));
  rows.push_back(controls_.node(detail_));
  if (!state().token.found.empty()) {
    const int height = list_height();
    rows.push_back(ui::leaf(
        [height](int) {
          return ui::Size{0, height};
        },
        [this](const ui::Rect& area) { list_.place(area); }));
  }
  if (!view_.consent.empty()) rows.push_back(controls_.node(consent_));
  std::vector<ui::Node> buttons;
  if (view_.open_site) buttons.push_back(controls_.node(site_));
  if (view_.unblock) buttons.push_back(controls_.node(unblock_));
  if (view_.stop || view_.look_again) buttons.push_back(controls_.node(retry_));
  buttons.push_back(ui::spacer());
  rows.push_back(ui::row(px(8), std::move(buttons)));
  return ui::column(px(12), std::move(rows));
}

void TokenPage::on_page_command(int id, int code) {
  if (code != BN_CLICKED) return;
  if (id == ids::kRetry) host_.perform(view_.stop ? host_.flow().stop_search() : host_.flow().search_again());
  if (id == ids::kOpenSite) host_.perform(host_.flow().open_software_site());
  if (id == ids::kUnblock) host_.perform(host_.flow().unblock_instead());
}

LRESULT TokenPage::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_TIMER && wparam == kPageTimer) {
    if (waiting_ && ::IsWindowVisible(hwnd())) show_view();
    return 0;
  }
  return PageWindow::on_message(message, wparam, lparam);
}

}  // namespace kigen::wizard

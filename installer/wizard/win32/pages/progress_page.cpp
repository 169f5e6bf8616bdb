#include "installer/wizard/win32/pages/progress_page.h"

#include <windows.h>

#include <commctrl.h>

#include "common/platform/win32/utf.h"
#include "common/text/enrol_text.h"
#include "common/ui/win32/accessibility.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/model/pages/progress_view.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kWordWidth = 90;

}  // namespace

void ProgressPage::on_create() {
  bar_ = controls_.other(ids::kProgressBar, PROGRESS_CLASSW, PBS_SMOOTH, 0, {0, 8});
  ui::set_accessible_name(bar_, to_wide(purpose(context(), state())));
  elapsed_ = controls_.plain(ids::kElapsed, L"", ui::Font::Normal, ui::Tone::Muted);
  for (const ProgressRow& row : progress_rows(context(), state())) {
    const int number = static_cast<int>(rows_.size());
    rows_.push_back(
        {controls_.icon(ids::kFirstStepMark + number, mark_icon(row.mark), 16),
         controls_.plain(ids::kFirstStepText + number, to_wide(row.text)),
         controls_.plain(ids::kFirstStepWord + number, to_wide(row.word), ui::Font::Normal, ui::Tone::Muted)});
  }
  notice_icon_ = controls_.icon(ids::kNoticeIcon, KIGEN_MARK_INFO, 20);
  notice_ = controls_.plain(ids::kNotice, L"");
  ask_now_ = controls_.button(ids::kAskNow, to_wide(text::progress_ask_now(language())));
  ::SetTimer(hwnd(), kPageTimer, kSecond, nullptr);
}

void ProgressPage::refresh() {
  const auto now = progress_rows(context(), state());
  for (std::size_t i = 0; i < rows_.size() && i < now.size(); ++i) {
    controls_.set_icon(rows_[i].mark, mark_icon(now[i].mark));
    controls_.set_text(rows_[i].word, to_wide(now[i].word));
    ::SendMessageW(rows_[i].text, WM_SETFONT,
                   reinterpret_cast<WPARAM>(theme().font(now[i].now ? ui::Font::Strong : ui::Font::Normal)), TRUE);
  }
  ::SendMessageW(bar_, PBM_SETPOS, static_cast<WPARAM>(progress_percent(state())), 0);
  show_time();
  relayout();
}

void ProgressPage::show_time() {
  controls_.set_text(elapsed_, to_wide(progress_elapsed(context(), state())));
  const std::string words = progress_notice(context(), state());
  const bool before = ::GetWindowTextLengthW(notice_) > 0;
  controls_.set_text(notice_, to_wide(words));
  for (const HWND control : {notice_, notice_icon_}) ::ShowWindow(control, words.empty() ? SW_HIDE : SW_SHOWNA);
  ::ShowWindow(ask_now_, can_ask_now(state()) ? SW_SHOWNA : SW_HIDE);
  if (before == words.empty()) relayout();
}

ui::Node ProgressPage::body() {
  std::vector<ui::Node> nodes{controls_.node(bar_), controls_.node(elapsed_), ui::gap_of({0, px(2)})};
  const int word_width = px(kWordWidth);
  for (const Row& row : rows_) {
    ui::Node word = controls_.node(row.word).aligned(ui::Align::Center).at_least({word_width, 0});
    nodes.push_back(ui::row(px(8), {controls_.node(row.mark).aligned(ui::Align::Center),
                                    controls_.node(row.text).stretched().aligned(ui::Align::Center), std::move(word)}));
  }
  if (::GetWindowTextLengthW(notice_) > 0) {
    nodes.push_back(ui::gap_of({0, px(4)}));
    nodes.push_back(
        ui::row(px(8), {controls_.node(notice_icon_).aligned(ui::Align::Start), controls_.node(notice_).stretched()}));
  }
  if (can_ask_now(state())) nodes.push_back(ui::row(px(8), {controls_.node(ask_now_), ui::spacer()}));
  return ui::column(px(6), std::move(nodes));
}

void ProgressPage::on_page_command(int id, int code) {
  if (id == ids::kAskNow && code == BN_CLICKED) host_.perform(host_.flow().ask_now());
}

LRESULT ProgressPage::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_TIMER && wparam == kPageTimer) {
    if (::IsWindowVisible(hwnd())) show_time();
    return 0;
  }
  return PageWindow::on_message(message, wparam, lparam);
}

}  // namespace kigen::wizard

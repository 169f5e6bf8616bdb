#include "tray/win32/warning_window.h"

#include <commctrl.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "common/ui/win32/menu.h"
#include "kigen_version.h"
#include "tray/ids.h"
#include "tray/win32/tray_icon.h"

namespace kigen::tray {
namespace {

using platform::to_wide;

constexpr int kMostRowsShown = 4;

bool same_rows(const std::vector<WarningRow>& a, const std::vector<WarningRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const WarningRow& x, const WarningRow& y) {
    return x.thumbprint == y.thumbprint && x.title == y.title && x.detail == y.detail && x.button == y.button;
  });
}

}  // namespace

WarningWindow::WarningWindow(const Session& session, Events events) : session_(session), events_(std::move(events)) {}

void WarningWindow::take_view() {
  const std::optional<Instant> next =
      session_.status ? std::optional<Instant>(session_.status->next_check) : std::nullopt;
  view_ = warning_view(session_.context(), session_.warnings.list(), next);
}

void WarningWindow::open() {
  take_view();
  if (!exists()) {
    ui::Look look;
    look.class_name = ids::kWarningClass;
    look.style = WS_OVERLAPPED | WS_CAPTION | WS_SYSMENU;
    look.ex_style = WS_EX_TOPMOST | WS_EX_APPWINDOW | WS_EX_DLGMODALFRAME;
    look.size = {560, 0};
    const std::string title = text::window_title(session_.language, text::warning_window(session_.language), kVersion);
    if (!create(look, to_wide(title), nullptr)) return;
    place_near_tray();
  } else {
    write();
  }
  if (!::IsWindowVisible(hwnd())) {
    // Shown above the others, but what the user types into keeps the focus.
    ::SetWindowPos(hwnd(), HWND_TOPMOST, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE | SWP_SHOWWINDOW);
  }
  flash_once();
}

void WarningWindow::refresh() {
  if (!exists() || session_.warnings.list().items.empty()) return;
  take_view();
  write();
}

void WarningWindow::hide() {
  rows_.reset();
  destroy();
}

void WarningWindow::flash_once() const {
  if (::GetForegroundWindow() == hwnd()) return;
  FLASHWINFO flash{};
  flash.cbSize = sizeof flash;
  flash.hwnd = hwnd();
  flash.dwFlags = FLASHW_TRAY;
  flash.uCount = 1;
  ::FlashWindowEx(&flash);
}

void WarningWindow::place_near_tray() {
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  ::GetMonitorInfoW(::MonitorFromWindow(hwnd(), MONITOR_DEFAULTTOPRIMARY), &monitor);
  RECT own{};
  ::GetWindowRect(hwnd(), &own);
  // The balloon stands in the corner itself: the window leaves it room, so that no button is covered.
  const int left = static_cast<int>(monitor.rcWork.right - (own.right - own.left)) - theme().px(24);
  const int top = static_cast<int>(monitor.rcWork.bottom - (own.bottom - own.top)) - theme().px(160);
  ::SetWindowPos(hwnd(), nullptr, std::max(static_cast<int>(monitor.rcWork.left), left),
                 std::max(static_cast<int>(monitor.rcWork.top), top), 0, 0, SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
}

void WarningWindow::on_create() {
  const text::Language language = session_.language;
  icon_ = controls_.icon(ids::kWarningIcon, icon_resource(view_.icon), 48);
  headline_ = controls_.label(ids::kWarningHeadline, L"", ui::Font::Headline, ui::Tone::Headline);
  meaning_ = controls_.label(ids::kWarningMeaning, L"");
  advice_ = controls_.label(ids::kWarningAdvice, L"");
  label_ = controls_.label(ids::kWarningIdentifierLabel, L"", ui::Font::Normal, ui::Tone::Muted);
  identifier_ = controls_.value(ids::kWarningIdentifier, L"");
  details_ = controls_.button(ids::kWarningDetails, to_wide(text::button_details(language)));
  others_ = controls_.label(ids::kWarningOthers, L"", ui::Font::Strong);
  renew_ = controls_.default_button(ids::kWarningRenew, to_wide(text::button_renew_now(language)));
  remind_ = controls_.menu_button(ids::kWarningRemind, to_wide(text::button_remind(language)));
  close_ = controls_.button(ids::kWarningClose, to_wide(text::button_close(language)));
  write();
}

void WarningWindow::write() {
  const text::Language language = session_.language;
  ::SetWindowTextW(hwnd(), to_wide(text::window_title(language, text::warning_window(language), kVersion)).c_str());
  controls_.set_icon(icon_, icon_resource(view_.icon));
  controls_.set_text(headline_, to_wide(view_.headline));
  controls_.set_text(meaning_, to_wide(view_.meaning));
  controls_.set_text(advice_, to_wide(view_.advice));
  controls_.set_text(label_, to_wide(view_.identifier_label));
  controls_.set_text(identifier_, to_wide(view_.identifier));
  controls_.set_text(others_, to_wide(view_.others_heading));
  controls_.set_text(details_, to_wide(text::button_details(language)));
  controls_.set_text(renew_, to_wide(text::button_renew_now(language)));
  controls_.set_text(remind_, to_wide(text::button_remind(language)) + L" \u25bc");
  controls_.set_text(close_, to_wide(text::button_close(language)));
  ::ShowWindow(advice_, view_.advice.empty() ? SW_HIDE : SW_SHOWNA);
  ::ShowWindow(others_, view_.others.empty() ? SW_HIDE : SW_SHOWNA);
  ::ShowWindow(renew_, view_.renewable ? SW_SHOWNA : SW_HIDE);
  set_default_button(view_.renewable ? ids::kWarningRenew : ids::kWarningDetails);
  if (!rows_ || !same_rows(rows_->rows(), view_.others)) {
    rows_.reset();
    if (!view_.others.empty()) {
      rows_ = std::make_unique<WarningRows>(events_.renew);
      rows_->create_in(hwnd(), view_.others);
      // In the tab order the rows come before the buttons of the strip.
      ::SetWindowPos(rows_->hwnd(), others_, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE);
    }
  }
  fit_above_bottom();
}

// It grows upwards: the buttons stay where they are, and clear of the balloon below.
void WarningWindow::fit_above_bottom() {
  RECT before{};
  ::GetWindowRect(hwnd(), &before);
  fit_height();
  RECT after{};
  ::GetWindowRect(hwnd(), &after);
  if (!::IsWindowVisible(hwnd()) || before.bottom == after.bottom) return;
  MONITORINFO monitor{};
  monitor.cbSize = sizeof monitor;
  ::GetMonitorInfoW(::MonitorFromWindow(hwnd(), MONITOR_DEFAULTTONEAREST), &monitor);
  const int top = static_cast<int>(std::max(monitor.rcWork.top, after.top + before.bottom - after.bottom));
  ::SetWindowPos(hwnd(), nullptr, static_cast<int>(after.left), top, 0, 0, SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
}

ui::Node WarningWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> words;
  words.push_back(controls_.node(headline_));
  words.push_back(controls_.node(meaning_));
  if (!view_.advice.empty()) words.push_back(controls_.node(advice_));
  std::vector<ui::Node> identity;
  identity.push_back(controls_.node(label_).aligned(ui::Align::Center));
  identity.push_back(controls_.node(identifier_).stretched().aligned(ui::Align::Center));
  identity.push_back(controls_.node(details_).aligned(ui::Align::Center));
  words.push_back(ui::row(px(6), std::move(identity)));
  if (rows_ && rows_->exists()) {
    words.push_back(controls_.node(others_).padded({0, px(6), 0, 0}));
    words.push_back(ui::leaf(
        [this](int width) {
          const ui::Size all = rows_->content_size(width);
          const auto count = static_cast<int>(rows_->rows().size());
          const int shown = std::min(count, kMostRowsShown);
          return ui::Size{width, all.height * shown / std::max(1, count)};
        },
        [this](const ui::Rect& area) {
          ::SetWindowPos(rows_->hwnd(), nullptr, area.left, area.top, area.width, area.height,
                         SWP_NOZORDER | SWP_NOACTIVATE);
        }));
  }
  std::vector<ui::Node> parts;
  parts.push_back(controls_.node(icon_).aligned(ui::Align::Start));
  parts.push_back(ui::column(px(10), std::move(words)).stretched());
  return ui::row(px(16), std::move(parts)).padded({px(20), px(20), px(20), px(18)});
}

ui::Node WarningWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<ui::Node> buttons;
  buttons.push_back(ui::spacer());
  if (view_.renewable) buttons.push_back(controls_.node(renew_));
  buttons.push_back(controls_.node(remind_));
  buttons.push_back(controls_.node(close_));
  return ui::row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

void WarningWindow::on_theme() {
  if (rows_) rows_.reset();
  write();
}

void WarningWindow::choose_reminder() {
  const text::Language language = session_.language;
  ui::Menu menu;
  menu.add(ids::kRemindHour, to_wide(text::remind_hour(language)));
  menu.add(ids::kRemindTomorrow, to_wide(text::remind_tomorrow(language)));
  menu.add(ids::kRemindNextCheck, to_wide(view_.remind_next_check));
  const int chosen = menu.choose_below(hwnd(), remind_);
  if (chosen != 0) on_command(chosen, 0);
}

void WarningWindow::on_command(int id, int) {
  // Each of these may take the window away: nothing is touched afterwards.
  const std::string thumbprint = view_.thumbprint;
  if (id == ids::kWarningRenew && view_.renewable) return events_.renew(thumbprint);
  if (id == ids::kWarningDetails) return events_.details(thumbprint);
  if (id == ids::kWarningRemind) return choose_reminder();
  if (id == ids::kRemindHour) return events_.snooze("1h");
  if (id == ids::kRemindTomorrow) return events_.snooze("tomorrow");
  if (id == ids::kRemindNextCheck || id == ids::kWarningClose) return events_.snooze("next_check");
}

LRESULT WarningWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_CLOSE) {
    events_.snooze("next_check");
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

}  // namespace kigen::tray

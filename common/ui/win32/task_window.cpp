#include "common/ui/win32/task_window.h"

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/ui_text.h"

namespace kigen::ui {
namespace {

using platform::to_wide;

constexpr int kMargin = 20;
constexpr int kDot = 10;

}  // namespace

bool TaskWindow::create_task(const Look& look, const std::wstring& title, text::Language language) {
  language_ = language;
  return create(look, title, nullptr);
}

void TaskWindow::on_create() {
  // Read first: where we are, then what the page is for, then the page, then the buttons.
  position_ = controls_.label(kPosition, L"", Font::Normal, Tone::Muted);
  heading_ = controls_.plain(kHeading, L"", Font::Headline, Tone::Headline);
  help_ = controls_.button(kHelp, to_wide(text::help_button(language_)));
  back_ = controls_.button(kBack, to_wide(text::back_button(language_)));
  next_ = controls_.default_button(kNext, to_wide(text::next_button(language_)));
  cancel_ = controls_.button(kCancel, to_wide(text::cancel_button(language_)));
  set_default_button(kNext);
}

void TaskWindow::adopt_page(HWND page) {
  ::SetWindowPos(page, heading_, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE);
}

void TaskWindow::show_page(HWND page) {
  if (page_ == page) return;
  if (::IsWindow(page_)) ::ShowWindow(page_, SW_HIDE);
  page_ = page;
  relayout();
  ::ShowWindow(page_, SW_SHOWNA);
}

void TaskWindow::show_frame(Frame frame) {
  const bool repaint = frame.steps != frame_.steps || frame.step != frame_.step;
  frame_ = std::move(frame);
  if (!frame_.steps.empty()) {
    frame_.step = std::clamp(frame_.step, 0, static_cast<int>(frame_.steps.size()) - 1);
    const std::string name = platform::to_narrow(frame_.steps[static_cast<std::size_t>(frame_.step)]);
    controls_.set_text(position_, to_wide(text::step_position(language_, frame_.step + 1,
                                                              static_cast<int>(frame_.steps.size()), name)));
  }
  controls_.set_text(heading_, frame_.heading);
  controls_.set_text(next_, frame_.next_text.empty() ? to_wide(text::next_button(language_)) : frame_.next_text);
  controls_.set_text(cancel_,
                     frame_.cancel_text.empty() ? to_wide(text::cancel_button(language_)) : frame_.cancel_text);
  const bool next_was_off = !::IsWindowEnabled(next_);
  ::EnableWindow(back_, frame_.back);
  ::EnableWindow(next_, frame_.next);
  ::ShowWindow(cancel_, frame_.cancel ? SW_SHOWNA : SW_HIDE);
  // Cancel had the focus only because there was nothing else to press.
  if (next_was_off && frame_.next && ::GetFocus() == cancel_) ::SetFocus(next_);
  keep_focus();
  relayout();
  if (repaint) ::InvalidateRect(hwnd(), nullptr, TRUE);
}

// A button that was just disabled or hidden must not keep the focus: the keyboard would be dead.
void TaskWindow::keep_focus() {
  const HWND focus = ::GetFocus();
  // What is disabled loses it to nobody.
  const bool ours = focus ? focus == hwnd() || ::IsChild(hwnd(), focus) : ::GetActiveWindow() == hwnd();
  if (!ours || (focus && focus != hwnd() && ::IsWindowEnabled(focus) && ::IsWindowVisible(focus))) return;
  for (const HWND candidate : {next_, cancel_, back_, help_}) {
    if (!::IsWindowEnabled(candidate) || !::IsWindowVisible(candidate)) continue;
    ::SetFocus(candidate);
    return;
  }
}

int TaskWindow::steps_width() const {
  int width = theme().px(120);
  for (const std::wstring& step : frame_.steps) {
    width = std::max(width, measure_text(hwnd(), theme().font(Font::Strong), step, 0).width);
  }
  return std::min(width, theme().px(220)) + theme().px(2 * kMargin + kDot + 12);
}

Node TaskWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> words;
  words.push_back(controls_.node(position_));
  words.push_back(controls_.node(heading_));
  const HWND shown = page_;
  words.push_back(leaf([](int) { return Size{}; },
                       [shown](const Rect& area) {
                         if (shown)
                           ::SetWindowPos(shown, nullptr, area.left, area.top, area.width, area.height,
                                          SWP_NOZORDER | SWP_NOACTIVATE);
                       })
                      .stretched());
  std::vector<Node> parts;
  parts.push_back(gap_of({steps_width(), 0}));
  parts.push_back(column(px(10), std::move(words)).padded({px(24), px(18), px(24), px(16)}).stretched());
  return row(0, std::move(parts));
}

Node TaskWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> buttons;
  buttons.push_back(controls_.node(help_));
  buttons.push_back(spacer());
  buttons.push_back(controls_.node(back_));
  buttons.push_back(controls_.node(next_));
  if (frame_.cancel) {
    buttons.push_back(gap_of({px(4), 0}));
    buttons.push_back(controls_.node(cancel_));
  }
  return row(px(8), std::move(buttons)).padded({px(20), px(12), px(20), px(12)});
}

// Done steps are ticked, the present one is bold behind a full dot, later ones stand behind a ring.
void TaskWindow::paint_steps(HDC context) {
  RECT client{};
  ::GetClientRect(hwnd(), &client);
  RECT strip = client;
  strip.right = steps_width();
  strip.bottom -= measure(footer(), static_cast<int>(client.right)).height;
  ::FillRect(context, &strip, theme().footer_brush());
  RECT edge{strip.right - 1, strip.top, strip.right, strip.bottom};
  ::FillRect(context, &edge, theme().line_brush());
  ::SetBkMode(context, TRANSPARENT);
  const int indent = theme().px(kMargin + kDot + 12);
  int top = theme().px(kMargin);
  for (int i = 0; i < static_cast<int>(frame_.steps.size()); ++i) {
    const std::wstring& name = frame_.steps[static_cast<std::size_t>(i)];
    const HFONT font = theme().font(i == frame_.step ? Font::Strong : Font::Normal);
    const Size size = measure_text(hwnd(), font, name, strip.right - indent - theme().px(8));
    const HGDIOBJ old = ::SelectObject(context, font);
    ::SetTextColor(context, theme().color(i == frame_.step  ? Tone::Headline
                                          : i < frame_.step ? Tone::Normal
                                                            : Tone::Muted));
    RECT mark{theme().px(kMargin) - theme().px(4), top, indent, top + size.height};
    const wchar_t* sign = i < frame_.step ? L"\u2713" : i == frame_.step ? L"\u25cf" : L"\u25cb";
    ::DrawTextW(context, sign, 1, &mark, DT_LEFT | DT_TOP | DT_NOPREFIX);
    RECT words{indent, top, strip.right - theme().px(8), top + size.height};
    ::DrawTextW(context, name.c_str(), -1, &words, DT_LEFT | DT_WORDBREAK | DT_NOPREFIX);
    ::SelectObject(context, old);
    top += size.height + theme().px(14);
  }
}

void TaskWindow::on_command(int id, int code) {
  if (id == kBack && code == BN_CLICKED && frame_.back) return on_back();
  // Enter comes here although the button is disabled.
  if (id == kNext && code == BN_CLICKED) return frame_.next ? on_next() : void();
  if (id == kCancel && code == BN_CLICKED) return on_cancel();
  if (id == kHelp && code == BN_CLICKED) return on_help();
  on_page_command(id, code);
}

bool TaskWindow::on_key(MSG& message) {
  if (message.message != WM_KEYDOWN || message.wParam != VK_F1) return false;
  on_help();
  return true;
}

LRESULT TaskWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_ERASEBKGND) {
    const LRESULT done = Window::on_message(message, wparam, lparam);
    paint_steps(reinterpret_cast<HDC>(wparam));
    return done;
  }
  if (message == WM_CLOSE) {
    on_cancel();
    return 0;
  }
  return Window::on_message(message, wparam, lparam);
}

}  // namespace kigen::ui

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

bool TaskWindow::create_task(const Look& look, const std::wstring& title, text::Language language,
                             std::vector<std::wstring> steps) {
  language_ = language;
  steps_ = std::move(steps);
  step_ = 0;
  return create(look, title, nullptr);
}

void TaskWindow::on_create() {
  pages_.clear();
  // Read first: where we are, then what the page is for, then the page, then the buttons.
  position_ = controls_.label(kPosition, L"", Font::Normal, Tone::Muted);
  heading_ = controls_.label(kHeading, L"", Font::Headline, Tone::Headline);
  make_pages();
  back_ = controls_.button(kBack, to_wide(text::back_button(language_)));
  next_ = controls_.default_button(kNext, to_wide(text::next_button(language_)));
  cancel_ = controls_.button(kCancel, to_wide(text::cancel_button(language_)));
  set_default_button(kNext);
}

void TaskWindow::set_language(text::Language language, std::vector<std::wstring> steps) {
  language_ = language;
  steps_ = std::move(steps);
}

void TaskWindow::register_page(int page, std::vector<HWND> controls) {
  pages_.push_back({page, std::move(controls)});
}

void TaskWindow::show_only(int page) {
  for (const Page& other : pages_) {
    for (const HWND control : other.controls) ::ShowWindow(control, other.number == page ? SW_SHOWNA : SW_HIDE);
  }
}

void TaskWindow::show_step(int step, const std::wstring& heading, const Buttons& buttons) {
  step_ = std::clamp(step, 0, std::max(0, static_cast<int>(steps_.size()) - 1));
  if (!steps_.empty()) {
    const std::string name = platform::to_narrow(steps_[static_cast<std::size_t>(step_)]);
    controls_.set_text(position_,
                       to_wide(text::step_position(language_, step_ + 1, static_cast<int>(steps_.size()), name)));
  }
  controls_.set_text(heading_, heading);
  controls_.set_text(back_, to_wide(text::back_button(language_)));
  controls_.set_text(next_, buttons.next_text.empty() ? to_wide(text::next_button(language_)) : buttons.next_text);
  controls_.set_text(cancel_,
                     buttons.cancel_text.empty() ? to_wide(text::cancel_button(language_)) : buttons.cancel_text);
  ::EnableWindow(back_, buttons.back);
  ::EnableWindow(next_, buttons.next);
  ::EnableWindow(cancel_, buttons.cancel);
  relayout();
  ::InvalidateRect(hwnd(), nullptr, TRUE);
}

int TaskWindow::steps_width() const {
  int width = theme().px(120);
  for (const std::wstring& step : steps_) {
    width = std::max(width, measure_text(hwnd(), theme().font(Font::Strong), step, 0).width);
  }
  return std::min(width, theme().px(220)) + theme().px(2 * kMargin + kDot + 12);
}

Node TaskWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> words;
  words.push_back(controls_.node(position_));
  words.push_back(controls_.node(heading_));
  words.push_back(page().stretched());
  std::vector<Node> parts;
  parts.push_back(gap_of({steps_width(), 0}));
  parts.push_back(column(px(10), std::move(words)).padded({px(24), px(18), px(24), px(16)}).stretched());
  return row(0, std::move(parts));
}

Node TaskWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  std::vector<Node> buttons;
  buttons.push_back(spacer());
  buttons.push_back(controls_.node(back_));
  buttons.push_back(controls_.node(next_));
  buttons.push_back(gap_of({px(4), 0}));
  buttons.push_back(controls_.node(cancel_));
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
  for (int i = 0; i < static_cast<int>(steps_.size()); ++i) {
    const std::wstring& name = steps_[static_cast<std::size_t>(i)];
    const HFONT font = theme().font(i == step_ ? Font::Strong : Font::Normal);
    const Size size = measure_text(hwnd(), font, name, strip.right - indent - theme().px(8));
    const HGDIOBJ old = ::SelectObject(context, font);
    ::SetTextColor(context, theme().color(i == step_ ? Tone::Headline : i < step_ ? Tone::Normal : Tone::Muted));
    RECT mark{theme().px(kMargin) - theme().px(4), top, indent, top + size.height};
    const wchar_t* sign = i < step_ ? L"\u2713" : i == step_ ? L"\u25cf" : L"\u25cb";
    ::DrawTextW(context, sign, 1, &mark, DT_LEFT | DT_TOP | DT_NOPREFIX);
    RECT words{indent, top, strip.right - theme().px(8), top + size.height};
    ::DrawTextW(context, name.c_str(), -1, &words, DT_LEFT | DT_WORDBREAK | DT_NOPREFIX);
    ::SelectObject(context, old);
    top += size.height + theme().px(14);
  }
}

void TaskWindow::on_command(int id, int code) {
  if (id == kBack && code == BN_CLICKED) return on_back();
  if (id == kNext && code == BN_CLICKED) return on_next();
  if (id == kCancel) return on_cancel();
  on_page_command(id, code);
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

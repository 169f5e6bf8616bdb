#include "installer/wizard/win32/pages/choice_page.h"

#include <algorithm>

#include "common/platform/win32/utf.h"
#include "common/text/task_text.h"
#include "common/text/wizard_text.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/certificate_view.h"
#include "installer/wizard/model/pages/token_view.h"

namespace kigen::wizard {

using platform::to_wide;

void ChoicePage::on_create() {
  if (content_.lines)
    for (const Line& line : content_.lines())
      lines_.push_back(controls_.plain(ids::kDetails + static_cast<int>(lines_.size()), to_wide(line.text)));
  add_choices();
  notice_icon_ = controls_.icon(ids::kNoticeIcon, KIGEN_MARK_DUE, 20);
  notice_ = controls_.plain(ids::kNotice, L"");
  refresh();
}

// Those that were there stay: a page made anew would lose a click that is on its way to one of them.
void ChoicePage::add_choices() {
  const std::vector<Choice> all = content_.choices();
  while (radios_.size() < all.size()) {
    const Choice& choice = all[radios_.size()];
    const int number = static_cast<int>(radios_.size());
    const HWND radio = controls_.radio(ids::kFirstChoice + number, to_wide(choice.text), number == 0);
    const HWND detail = choice.detail.empty()
                            ? nullptr
                            : controls_.plain(ids::kFirstChoiceDetail + number, to_wide(choice.detail),
                                              ui::Font::Normal, ui::Tone::Muted);
    if (number > 0) {
      // Where the keyboard looks for it: behind the one before.
      const HWND before = details_.back() ? details_.back() : radios_.back();
      constexpr UINT kOnlyOrder = SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE;
      ::SetWindowPos(radio, before, 0, 0, 0, 0, kOnlyOrder);
      if (detail) ::SetWindowPos(detail, radio, 0, 0, 0, 0, kOnlyOrder);
    }
    radios_.push_back(radio);
    details_.push_back(detail);
  }
}

void ChoicePage::refresh() {
  add_choices();
  const int chosen = content_.chosen();
  for (std::size_t i = 0; i < radios_.size(); ++i)
    ::SendMessageW(radios_[i], BM_SETCHECK, static_cast<int>(i) == chosen ? BST_CHECKED : BST_UNCHECKED, 0);
  keep_focus(chosen);
  const std::wstring notice = content_.notice ? to_wide(content_.notice()) : std::wstring();
  controls_.set_text(notice_, notice);
  for (const HWND control : {notice_, notice_icon_}) ::ShowWindow(control, notice.empty() ? SW_HIDE : SW_SHOWNA);
  relayout();
}

// What is known later may choose another one than the focus was on: Tab would not come back to that.
void ChoicePage::keep_focus(int chosen) const {
  const HWND focus = ::GetFocus();
  const bool on_choice = std::find(radios_.begin(), radios_.end(), focus) != radios_.end();
  if (!on_choice || chosen < 0 || chosen >= static_cast<int>(radios_.size())) return;
  if (const HWND wanted = radios_[static_cast<std::size_t>(chosen)]; wanted != focus) ::SetFocus(wanted);
}

bool ChoicePage::take_focus() {
  const auto chosen = static_cast<std::size_t>(content_.chosen());
  if (chosen < radios_.size()) ::SetFocus(radios_[chosen]);
  return true;
}

ui::Node ChoicePage::body() {
  std::vector<ui::Node> rows;
  for (const HWND line : lines_) rows.push_back(controls_.node(line));
  if (!lines_.empty()) rows.push_back(ui::gap_of({0, px(4)}));
  for (std::size_t i = 0; i < radios_.size(); ++i) {
    std::vector<ui::Node> words{controls_.node(radios_[i])};
    if (details_[i]) words.push_back(controls_.node(details_[i]).padded({px(20), 0, 0, 0}));
    rows.push_back(ui::column(px(2), std::move(words)));
  }
  if (::GetWindowTextLengthW(notice_) > 0) {
    rows.push_back(ui::gap_of({0, px(4)}));
    rows.push_back(
        ui::row(px(8), {controls_.node(notice_icon_).aligned(ui::Align::Start), controls_.node(notice_).stretched()}));
  }
  return ui::column(px(12), std::move(rows));
}

void ChoicePage::on_page_command(int id, int code) {
  const int number = id - ids::kFirstChoice;
  if (code != BN_CLICKED || number < 0 || number >= static_cast<int>(radios_.size())) return;
  content_.choose(number);
  host_.show_state();
}

std::unique_ptr<PageWindow> make_resume_page(Host& host) {
  ChoicePage::Content content;
  content.lines = [&host] { return resume_lines(host.context(), host.flow().state()); };
  content.choices = [&host] { return resume_choices(host.context()); };
  content.chosen = [&host] { return static_cast<int>(host.flow().state().resume_choice); };
  content.choose = [&host](int number) { host.flow().choose_resume(static_cast<ResumeChoice>(number)); };
  content.notice = [&host] {
    return host.flow().state().abandoning ? text::resume_taking_back(host.context().language) : std::string();
  };
  return std::make_unique<ChoicePage>(host, std::move(content));
}

std::unique_ptr<PageWindow> make_start_page(Host& host) {
  ChoicePage::Content content;
  // Which tasks there are shows when the profiles have been read: another one may come then.
  content.choices = [&host] { return task_choices(host.context(), host.flow().state()); };
  content.chosen = [&host] {
    const auto all = tasks(host.flow().state());
    return static_cast<int>(std::find(all.begin(), all.end(), host.flow().state().task) - all.begin());
  };
  content.choose = [&host](int number) {
    host.flow().choose_task(tasks(host.flow().state()).at(static_cast<std::size_t>(number)));
  };
  content.notice = [&host] {
    const State& state = host.flow().state();
    if (!state.loaded) return text::wizard_looking(host.context().language);
    return account_notice(host.context(), state);
  };
  return std::make_unique<ChoicePage>(host, std::move(content));
}

std::unique_ptr<PageWindow> make_place_page(Host& host) {
  ChoicePage::Content content;
  content.choices = [&host] { return place_choices(host.context(), host.flow().state()); };
  content.chosen = [&host] { return host.flow().state().place == renewal::Place::Token ? 1 : 0; };
  content.choose = [&host](int number) {
    host.perform(host.flow().choose_place(number == 1 ? renewal::Place::Token : renewal::Place::Pc));
  };
  content.notice = [&host] { return place_notice(host.context(), host.flow().state()); };
  return std::make_unique<ChoicePage>(host, std::move(content));
}

}  // namespace kigen::wizard

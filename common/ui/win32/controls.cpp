#include "common/ui/win32/controls.h"

#include <commctrl.h>

#include <algorithm>
#include <utility>

namespace kigen::ui {

std::wstring text_of(HWND window) {
  std::wstring text(static_cast<std::size_t>(::GetWindowTextLengthW(window)) + 1, L'\0');
  text.resize(static_cast<std::size_t>(::GetWindowTextW(window, text.data(), static_cast<int>(text.size()))));
  return text;
}

Size measure_text(HWND window, HFONT font, const std::wstring& text, int width) {
  const HDC context = ::GetDC(window);
  const HGDIOBJ old = ::SelectObject(context, font);
  RECT area{0, 0, width, 0};
  const UINT wrap = width > 0 ? DT_WORDBREAK | DT_EDITCONTROL : 0U;
  const std::wstring& probe = text.empty() ? L" " : text;
  ::DrawTextW(context, probe.c_str(), static_cast<int>(probe.size()), &area, DT_CALCRECT | wrap);
  ::SelectObject(context, old);
  ::ReleaseDC(window, context);
  return {area.right - area.left, area.bottom - area.top};
}

void Controls::attach(HWND parent, std::shared_ptr<const Theme> theme) {
  parent_ = parent;
  theme_ = std::move(theme);
}

void Controls::apply(std::shared_ptr<const Theme> theme) {
  theme_ = std::move(theme);
  for (Entry& entry : entries_) load(entry);
}

void Controls::load(Entry& entry) const {
  const auto font = reinterpret_cast<WPARAM>(theme_->font(entry.font));
  ::SendMessageW(entry.window, WM_SETFONT, font, TRUE);
  if (entry.kind != Kind::Icon) return;
  UniqueIcon fresh = load_icon(entry.resource, theme_->px(entry.size.width));
  ::SendMessageW(entry.window, STM_SETICON, reinterpret_cast<WPARAM>(fresh.get()), 0);
  entry.icon = std::move(fresh);
}

HWND Controls::add(Entry entry, const wchar_t* window_class, const std::wstring& text, DWORD style, DWORD ex_style,
                   int id) {
  const auto menu = reinterpret_cast<HMENU>(static_cast<INT_PTR>(id));
  entry.window = ::CreateWindowExW(ex_style, window_class, text.c_str(), style | WS_CHILD | WS_VISIBLE, 0, 0, 0, 0,
                                   parent_, menu, ::GetModuleHandleW(nullptr), nullptr);
  load(entry);
  entries_.push_back(std::move(entry));
  return entries_.back().window;
}

HWND Controls::label(int id, const std::wstring& text, Font font, Tone tone) {
  return add({nullptr, Kind::Label, font, tone, {}, 0, {}}, L"STATIC", text, SS_LEFT | SS_EDITCONTROL, 0, id);
}

HWND Controls::plain(int id, const std::wstring& text, Font font, Tone tone) {
  return add({nullptr, Kind::Label, font, tone, {}, 0, {}}, L"STATIC", text, SS_LEFT | SS_EDITCONTROL | SS_NOPREFIX, 0,
             id);
}

HWND Controls::value(int id, const std::wstring& text) {
  const DWORD style = ES_READONLY | ES_AUTOHSCROLL | WS_TABSTOP;
  return add({nullptr, Kind::Value, Font::Strong, Tone::Normal, {}, 0, {}}, L"EDIT", text, style, 0, id);
}

HWND Controls::button(int id, const std::wstring& text) {
  return add({nullptr, Kind::Button, Font::Normal, Tone::Normal, {}, 0, {}}, L"BUTTON", text,
             BS_PUSHBUTTON | WS_TABSTOP, 0, id);
}

HWND Controls::default_button(int id, const std::wstring& text) {
  return add({nullptr, Kind::Button, Font::Normal, Tone::Normal, {}, 0, {}}, L"BUTTON", text,
             BS_DEFPUSHBUTTON | WS_TABSTOP, 0, id);
}

HWND Controls::menu_button(int id, const std::wstring& text) {
  const HWND control = button(id, text + L" \u25bc");
  set_text(control, text + L" \u25bc");
  return control;
}

HWND Controls::check_box(int id, const std::wstring& text) {
  return add({nullptr, Kind::Check, Font::Normal, Tone::Normal, {}, 0, {}}, L"BUTTON", text,
             BS_AUTOCHECKBOX | BS_MULTILINE | BS_NOTIFY | WS_TABSTOP, 0, id);
}

HWND Controls::radio(int id, const std::wstring& text, bool first) {
  return add({nullptr, Kind::Check, Font::Normal, Tone::Normal, {}, 0, {}}, L"BUTTON", text,
             BS_AUTORADIOBUTTON | BS_MULTILINE | BS_NOTIFY | (first ? WS_GROUP | WS_TABSTOP : 0U), 0, id);
}

HWND Controls::edit(int id, DWORD style, int width_at_96) {
  return add({nullptr, Kind::Edit, Font::Normal, Tone::Normal, {width_at_96, 0}, 0, {}}, L"EDIT", {},
             style | WS_TABSTOP, WS_EX_CLIENTEDGE, id);
}

HWND Controls::line(int id) {
  return add({nullptr, Kind::Line, Font::Normal, Tone::Line, {}, 0, {}}, L"STATIC", {}, SS_LEFT, 0, id);
}

HWND Controls::icon(int id, int resource, int size_at_96) {
  return add({nullptr, Kind::Icon, Font::Normal, Tone::Normal, {size_at_96, size_at_96}, resource, {}}, L"STATIC", {},
             SS_ICON | SS_CENTERIMAGE, 0, id);
}

HWND Controls::other(int id, const wchar_t* window_class, DWORD style, DWORD ex_style, Size size_at_96) {
  return add({nullptr, Kind::Other, Font::Normal, Tone::Normal, size_at_96, 0, {}}, window_class, {}, style, ex_style,
             id);
}

void Controls::set_icon(HWND control, int resource) {
  for (Entry& entry : entries_) {
    if (entry.window != control || entry.resource == resource) continue;
    entry.resource = resource;
    load(entry);
  }
}

void Controls::set_text(HWND control, const std::wstring& text) {
  if (text_of(control) != text) ::SetWindowTextW(control, text.c_str());
}

const Controls::Entry* Controls::find(HWND control) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [control](const Entry& entry) { return entry.window == control; });
  return found == entries_.end() ? nullptr : &*found;
}

Tone Controls::tone_of(HWND control) const {
  const Entry* entry = find(control);
  return entry ? entry->tone : Tone::Normal;
}

Size Controls::measure_entry(const Entry& entry, int width) const {
  const HFONT font = theme_->font(entry.font);
  const std::wstring text = text_of(entry.window);
  const int line = measure_text(entry.window, font, L"Ag\u671f", 0).height;
  if (entry.kind == Kind::Label) return measure_text(entry.window, font, text, width);
  if (entry.kind == Kind::Value) return {measure_text(entry.window, font, text, 0).width + theme_->px(8), line};
  if (entry.kind == Kind::Button) {
    const int wanted = measure_text(entry.window, font, text, 0).width + theme_->px(28);
    return {std::max(wanted, theme_->px(84)), std::max(line + theme_->px(10), theme_->px(26))};
  }
  if (entry.kind == Kind::Check) {
    const int box = theme_->px(24);
    const Size words = measure_text(entry.window, font, text, std::max(0, width - box));
    return {words.width + box, std::max(words.height, line) + theme_->px(4)};
  }
  if (entry.kind == Kind::Edit) return {theme_->px(entry.size.width), line + theme_->px(8)};
  if (entry.kind == Kind::Line) return {width, std::max(1, theme_->px(1))};
  return {theme_->px(entry.size.width), theme_->px(entry.size.height)};
}

Node Controls::node(HWND control) const {
  const Entry* entry = find(control);
  if (!entry) return gap_of({});
  // The entry may move when controls are added: it is looked up again at each use.
  return leaf(
      [this, control](int width) {
        const Entry* now = find(control);
        return now ? measure_entry(*now, width) : Size{};
      },
      [control](const Rect& area) {
        ::SetWindowPos(control, nullptr, area.left, area.top, area.width, area.height,
                       SWP_NOZORDER | SWP_NOACTIVATE | SWP_NOCOPYBITS);
      });
}

}  // namespace kigen::ui

// The plain controls of one window: made in tab order, remembered with font and tone, measured for the layout.
// UI thread only. The parent window owns the controls' handles; this only refers to them.
#pragma once

#include <windows.h>

#include <memory>
#include <string>
#include <vector>

#include "common/ui/layout.h"
#include "common/ui/win32/theme.h"

namespace kigen::ui {

class Controls {
 public:
  void attach(HWND parent, std::shared_ptr<const Theme> theme);
  /// Gives every control the fonts and icons of another scale.
  void apply(std::shared_ptr<const Theme> theme);

  HWND label(int id, const std::wstring& text, Font font = Font::Normal, Tone tone = Tone::Normal);
  /// A label of words that came from elsewhere: an ampersand in them is an ampersand.
  HWND plain(int id, const std::wstring& text, Font font = Font::Normal, Tone tone = Tone::Normal);
  /// A label that the keyboard can select and copy (read-only edit without a frame).
  HWND value(int id, const std::wstring& text);
  HWND button(int id, const std::wstring& text);
  HWND default_button(int id, const std::wstring& text);
  /// A button that opens a menu: BCN_DROPDOWN or BN_CLICKED arrive.
  HWND menu_button(int id, const std::wstring& text);
  HWND check_box(int id, const std::wstring& text);
  /// The first of a group starts it; arrow keys move within the group.
  HWND radio(int id, const std::wstring& text, bool first);
  HWND edit(int id, DWORD style, int width_at_96);
  /// A thin line across.
  HWND line(int id);
  /// An icon resource; `size_at_96` is its edge.
  HWND icon(int id, int resource, int size_at_96);
  /// Any other window class; `size_at_96` is what the layout gives it at least.
  HWND other(int id, const wchar_t* window_class, DWORD style, DWORD ex_style, Size size_at_96);

  void set_icon(HWND control, int resource);
  /// Sets the text only when it differs, so that screen readers and the eye are not disturbed.
  void set_text(HWND control, const std::wstring& text);
  [[nodiscard]] Node node(HWND control) const;
  [[nodiscard]] Tone tone_of(HWND control) const;

 private:
  enum class Kind { Label, Value, Button, Check, Edit, Icon, Line, Other };
  struct Entry {
    HWND window = nullptr;
    Kind kind = Kind::Other;
    Font font = Font::Normal;
    Tone tone = Tone::Normal;
    Size size;  ///< at 96 dpi
    int resource = 0;
    UniqueIcon icon;
  };
  HWND add(Entry entry, const wchar_t* window_class, const std::wstring& text, DWORD style, DWORD ex_style, int id);
  [[nodiscard]] const Entry* find(HWND control) const;
  [[nodiscard]] Size measure_entry(const Entry& entry, int width) const;
  void load(Entry& entry) const;

  HWND parent_ = nullptr;
  std::shared_ptr<const Theme> theme_;
  std::vector<Entry> entries_;
};

[[nodiscard]] std::wstring text_of(HWND window);
/// Size of `text` in `font`, wrapped at `width` when that is positive.
[[nodiscard]] Size measure_text(HWND window, HFONT font, const std::wstring& text, int width);

}  // namespace kigen::ui

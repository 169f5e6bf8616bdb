// Read-only text with headings and "label: value" lines that can be selected and copied, scrolls and wraps.
// UI thread only; the parent window owns the handle.
#pragma once

#include <windows.h>

#include <memory>
#include <string>
#include <vector>

#include "common/ui/win32/theme.h"

namespace kigen::ui {

struct Paragraph {
  enum class Kind { Headline, Heading, Field, Text };
  Kind kind = Kind::Text;
  std::wstring label;  ///< Field only
  std::wstring text;
};

class RichText {
 public:
  void create(HWND parent, int id, const std::wstring& accessible_name);
  /// How far the text stands from the left and right edge.
  void set_indent(int at_96) { indent_ = at_96; }
  void apply(std::shared_ptr<const Theme> theme);
  /// Keeps the scroll position when `keep_place`.
  void show(std::vector<Paragraph> paragraphs, bool keep_place);
  [[nodiscard]] HWND hwnd() const noexcept { return edit_; }

 private:
  void write();
  void append(const std::wstring& text, Font font, Tone tone) const;
  void begin_paragraph(Paragraph::Kind kind, bool first) const;
  [[nodiscard]] LONG twips(int at_96) const;

  HWND edit_ = nullptr;
  int indent_ = 16;  // as an indent: not every version keeps EM_SETMARGINS
  std::shared_ptr<const Theme> theme_;
  std::vector<Paragraph> paragraphs_;
};

}  // namespace kigen::ui

#include "common/ui/win32/rich_text.h"

#include <commctrl.h>
#include <richedit.h>

#include <utility>

#include "common/ui/win32/accessibility.h"

namespace kigen::ui {
namespace {

constexpr int kLabelWidth = 150;  // at 96 dpi

// RichEdit counts in twips of the system's scale, whatever monitor it stands on.
LONG to_twips(int pixels) {
  return ::MulDiv(pixels, 1440, static_cast<int>(::GetDpiForSystem()));
}

// Left to itself, the control takes Tab, Enter and Esc for those of a dialog box that its parent would be: the keyboard
// does not come out of it, and Esc closes the parent.
LRESULT CALLBACK leave_dialog_keys(HWND edit, UINT message, WPARAM wparam, LPARAM lparam, UINT_PTR, DWORD_PTR) {
  if (message == WM_GETDLGCODE) return DLGC_WANTARROWS | DLGC_WANTCHARS;
  return ::DefSubclassProc(edit, message, wparam, lparam);
}

}  // namespace

void RichText::create(HWND parent, int id, const std::wstring& accessible_name) {
  // Never unloaded: the window class lives as long as the process.
  static const HMODULE library = ::LoadLibraryExW(L"msftedit.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
  const wchar_t* window_class = library ? MSFTEDIT_CLASS : L"EDIT";
  const DWORD style = WS_CHILD | WS_VISIBLE | WS_VSCROLL | WS_TABSTOP | ES_MULTILINE | ES_READONLY;
  edit_ = ::CreateWindowExW(0, window_class, L"", style, 0, 0, 0, 0, parent,
                            reinterpret_cast<HMENU>(static_cast<INT_PTR>(id)), ::GetModuleHandleW(nullptr), nullptr);
  ::SetWindowSubclass(edit_, &leave_dialog_keys, 0, 0);
  set_accessible_name(edit_, accessible_name);
}

LONG RichText::twips(int at_96) const {
  return to_twips(theme_->px(at_96));
}

void RichText::apply(std::shared_ptr<const Theme> theme) {
  theme_ = std::move(theme);
  ::SendMessageW(edit_, EM_SETBKGNDCOLOR, 0, static_cast<LPARAM>(theme_->surface()));
  write();
}

void RichText::show(std::vector<Paragraph> paragraphs, bool keep_place) {
  paragraphs_ = std::move(paragraphs);
  POINT scroll{};
  ::SendMessageW(edit_, EM_GETSCROLLPOS, 0, reinterpret_cast<LPARAM>(&scroll));
  write();
  if (!keep_place) scroll = {};
  ::SendMessageW(edit_, EM_SETSCROLLPOS, 0, reinterpret_cast<LPARAM>(&scroll));
}

void RichText::begin_paragraph(Paragraph::Kind kind, bool first) const {
  PARAFORMAT2 format{};
  format.cbSize = sizeof format;
  format.dxStartIndent = twips(indent_);
  format.dxRightIndent = twips(indent_);
  format.dwMask = PFM_RIGHTINDENT | PFM_STARTINDENT | PFM_OFFSET | PFM_TABSTOPS | PFM_SPACEBEFORE | PFM_SPACEAFTER;
  const bool heading = kind == Paragraph::Kind::Heading;
  format.dySpaceBefore = twips(first ? 4 : heading ? 10 : 0);
  format.dySpaceAfter = twips(kind == Paragraph::Kind::Headline ? 8 : 3);
  if (kind == Paragraph::Kind::Field) {
    format.dxOffset = twips(kLabelWidth);
    format.cTabCount = 1;
    format.rgxTabs[0] = twips(indent_ + kLabelWidth);
  }
  ::SendMessageW(edit_, EM_SETPARAFORMAT, 0, reinterpret_cast<LPARAM>(&format));
}

void RichText::append(const std::wstring& text, Font font, Tone tone) const {
  LOGFONTW description{};
  ::GetObjectW(theme_->font(font), sizeof description, &description);
  CHARFORMAT2W format{};
  format.cbSize = sizeof format;
  format.dwMask = CFM_FACE | CFM_SIZE | CFM_BOLD | CFM_COLOR | CFM_CHARSET;
  format.dwEffects = font == Font::Strong ? CFE_BOLD : 0;
  format.yHeight = to_twips(description.lfHeight < 0 ? -description.lfHeight : description.lfHeight);
  format.crTextColor = theme_->color(tone);
  format.bCharSet = description.lfCharSet;
  ::lstrcpynW(format.szFaceName, description.lfFaceName, LF_FACESIZE);
  ::SendMessageW(edit_, EM_SETCHARFORMAT, SCF_SELECTION, reinterpret_cast<LPARAM>(&format));
  ::SendMessageW(edit_, EM_REPLACESEL, FALSE, reinterpret_cast<LPARAM>(text.c_str()));
}

void RichText::write() {
  if (!theme_) return;
  ::SendMessageW(edit_, WM_SETREDRAW, FALSE, 0);
  ::SetWindowTextW(edit_, L"");
  bool first = true;
  for (const Paragraph& paragraph : paragraphs_) {
    ::SendMessageW(edit_, EM_SETSEL, static_cast<WPARAM>(-1), -1);
    if (!first) append(L"\r\n", Font::Normal, Tone::Normal);
    begin_paragraph(paragraph.kind, first);
    first = false;
    switch (paragraph.kind) {
      case Paragraph::Kind::Headline:
        append(paragraph.text, Font::Headline, Tone::Headline);
        break;
      case Paragraph::Kind::Heading:
        append(paragraph.text, Font::Strong, Tone::Normal);
        break;
      case Paragraph::Kind::Field:
        append(paragraph.label + L"\t", Font::Normal, Tone::Muted);
        append(paragraph.text, Font::Normal, Tone::Normal);
        break;
      case Paragraph::Kind::Text:
        append(paragraph.text, Font::Normal, Tone::Normal);
        break;
    }
  }
  ::SendMessageW(edit_, EM_SETSEL, 0, 0);
  ::SendMessageW(edit_, WM_SETREDRAW, TRUE, 0);
  ::InvalidateRect(edit_, nullptr, TRUE);
}

}  // namespace kigen::ui

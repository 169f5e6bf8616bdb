#include "common/ui/win32/list_view.h"

#include <uxtheme.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/controls.h"

namespace kigen::ui {

void ListView::create(HWND parent, int id, int empty_id, Source source, Events events) {
  source_ = std::move(source);
  events_ = std::move(events);
  const DWORD style =
      WS_CHILD | WS_VISIBLE | WS_TABSTOP | WS_CLIPSIBLINGS | LVS_REPORT | LVS_OWNERDATA | LVS_SHOWSELALWAYS;
  const auto menu = [](int number) { return reinterpret_cast<HMENU>(static_cast<INT_PTR>(number)); };
  list_ = ::CreateWindowExW(0, WC_LISTVIEWW, L"", style, 0, 0, 0, 0, parent, menu(id), ::GetModuleHandleW(nullptr),
                            nullptr);
  empty_ = ::CreateWindowExW(0, L"STATIC", L"", WS_CHILD | SS_CENTER, 0, 0, 0, 0, parent, menu(empty_id),
                             ::GetModuleHandleW(nullptr), nullptr);
  ListView_SetExtendedListViewStyle(
      list_, LVS_EX_FULLROWSELECT | LVS_EX_DOUBLEBUFFER | LVS_EX_HEADERDRAGDROP | LVS_EX_LABELTIP | LVS_EX_INFOTIP);
  ::SetWindowTheme(list_, L"Explorer", nullptr);
}

void ListView::set_name(const std::wstring& name) {
  set_accessible_name(list_, name);
}

void ListView::set_marks(std::vector<int> icons) {
  marks_ = std::move(icons);
  if (theme_) load_marks();
}

void ListView::load_marks() {
  const int size = theme_->px(16);
  const HIMAGELIST fresh = ImageList_Create(size, size, ILC_COLOR32, static_cast<int>(marks_.size()), 0);
  for (const int id : marks_) {
    const UniqueIcon icon = load_icon(id, size);
    ImageList_ReplaceIcon(fresh, -1, icon.get());
  }
  // The list owns the image list that it holds; the former one is ours again.
  const HIMAGELIST old = ListView_SetImageList(list_, fresh, LVSIL_SMALL);
  if (old) ImageList_Destroy(old);
  images_ = fresh;
}

void ListView::set_columns(const std::vector<Column>& columns) {
  const bool first = columns_.empty();
  columns_ = columns;
  for (int i = 0; i < static_cast<int>(columns_.size()); ++i) {
    Column& column = columns_[static_cast<std::size_t>(i)];
    LVCOLUMNW info{};
    info.mask = LVCF_TEXT | LVCF_FMT | (first ? LVCF_WIDTH : 0U);
    info.fmt = column.right ? LVCFMT_RIGHT : LVCFMT_LEFT;
    info.pszText = column.title.data();
    info.cx = theme_ ? theme_->px(column.width) : column.width;
    if (first) {
      ::SendMessageW(list_, LVM_INSERTCOLUMNW, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(&info));
    } else {
      ::SendMessageW(list_, LVM_SETCOLUMNW, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(&info));
    }
  }
  column_dpi_ = theme_ ? theme_->dpi() : 96;
}

void ListView::set_sorted(int sorted, bool ascending) {
  const HWND header = ListView_GetHeader(list_);
  for (int i = 0; i < static_cast<int>(columns_.size()); ++i) {
    HDITEMW item{};
    item.mask = HDI_FORMAT;
    ::SendMessageW(header, HDM_GETITEMW, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(&item));
    item.fmt &= ~(HDF_SORTUP | HDF_SORTDOWN);
    if (i == sorted) item.fmt |= ascending ? HDF_SORTUP : HDF_SORTDOWN;
    ::SendMessageW(header, HDM_SETITEMW, static_cast<WPARAM>(i), reinterpret_cast<LPARAM>(&item));
  }
}

void ListView::refresh(int selected) {
  refreshing_ = true;
  const int rows = source_.rows();
  ListView_SetItemCountEx(list_, rows, LVSICF_NOSCROLL);
  ListView_SetItemState(list_, -1, 0, LVIS_SELECTED | LVIS_FOCUSED);
  if (selected >= 0 && selected < rows) {
    ListView_SetItemState(list_, selected, LVIS_SELECTED | LVIS_FOCUSED, LVIS_SELECTED | LVIS_FOCUSED);
    ListView_EnsureVisible(list_, selected, FALSE);
  }
  shown_selection_ = selected;
  refreshing_ = false;
  ::InvalidateRect(list_, nullptr, FALSE);
  ::ShowWindow(empty_, rows == 0 && ::GetWindowTextLengthW(empty_) > 0 ? SW_SHOWNA : SW_HIDE);
}

void ListView::set_empty_text(const std::wstring& text) {
  ::SetWindowTextW(empty_, text.c_str());
  ::ShowWindow(empty_, source_.rows() == 0 && !text.empty() ? SW_SHOWNA : SW_HIDE);
}

void ListView::apply(std::shared_ptr<const Theme> theme) {
  const UINT old_dpi = std::exchange(column_dpi_, theme->dpi());
  theme_ = std::move(theme);
  const auto font = reinterpret_cast<WPARAM>(theme_->font(Font::Normal));
  ::SendMessageW(list_, WM_SETFONT, font, TRUE);
  ::SendMessageW(empty_, WM_SETFONT, font, TRUE);
  for (int i = 0; i < static_cast<int>(columns_.size()) && old_dpi != column_dpi_; ++i) {
    const int width = ListView_GetColumnWidth(list_, i);
    ListView_SetColumnWidth(list_, i, ::MulDiv(width, static_cast<int>(column_dpi_), static_cast<int>(old_dpi)));
  }
  load_marks();
}

void ListView::place(const Rect& area) {
  ::SetWindowPos(list_, nullptr, area.left, area.top, area.width, area.height, SWP_NOZORDER | SWP_NOACTIVATE);
  if (area.width != placed_width_) fill_width();
  placed_width_ = area.width;
  RECT header{};
  ::GetClientRect(ListView_GetHeader(list_), &header);
  const int margin = theme_ ? theme_->px(48) : 48;
  const int width = std::max(0, area.width - 2 * margin);
  const int height =
      theme_ ? measure_text(empty_, theme_->font(Font::Normal), text_of(empty_), width).height : area.height / 2;
  const int top = area.top + static_cast<int>(header.bottom) +
                  std::max(0, (area.height - static_cast<int>(header.bottom) - height) / 2);
  ::SetWindowPos(empty_, HWND_TOP, area.left + margin, top, width, height, SWP_NOACTIVATE);
}

void ListView::fill_width() {
  if (columns_.empty() || !theme_) return;
  RECT client{};
  ::GetClientRect(list_, &client);
  const int last = static_cast<int>(columns_.size()) - 1;
  int left = static_cast<int>(client.right);
  for (int i = 0; i < last; ++i) left -= ListView_GetColumnWidth(list_, i);
  ListView_SetColumnWidth(list_, last, std::max(left, theme_->px(columns_.back().width)));
}

int ListView::selected() const {
  return ListView_GetNextItem(list_, -1, LVNI_FOCUSED | LVNI_SELECTED);
}

void ListView::select_all() {
  ListView_SetItemState(list_, -1, LVIS_SELECTED, LVIS_SELECTED);
}

std::wstring ListView::selection_as_text() const {
  std::wstring text;
  const auto append = [&text, this](auto&& cell) {
    for (int column = 0; column < static_cast<int>(columns_.size()); ++column) {
      if (column > 0) text += L'\t';
      text += cell(column);
    }
    text += L"\r\n";
  };
  append([this](int column) { return columns_[static_cast<std::size_t>(column)].title; });
  for (int row = ListView_GetNextItem(list_, -1, LVNI_SELECTED); row >= 0;
       row = ListView_GetNextItem(list_, row, LVNI_SELECTED)) {
    append([this, row](int column) { return source_.text(row, column); });
  }
  return text;
}

void ListView::copy_selection() const {
  if (ListView_GetSelectedCount(list_) > 0) copy_to_clipboard(list_, selection_as_text());
}

void ListView::fill(NMLVDISPINFOW& info) {
  LVITEMW& item = info.item;
  if (item.iItem < 0 || item.iItem >= source_.rows()) return;
  if ((item.mask & LVIF_TEXT) != 0 && item.pszText && item.cchTextMax > 0) {
    cell_ = source_.text(item.iItem, item.iSubItem);
    ::lstrcpynW(item.pszText, cell_.c_str(), item.cchTextMax);
  }
  if ((item.mask & LVIF_IMAGE) != 0) item.iImage = item.iSubItem == 0 && source_.mark ? source_.mark(item.iItem) : -1;
}

LRESULT ListView::draw(NMLVCUSTOMDRAW& draw) const {
  if (draw.nmcd.dwDrawStage == CDDS_PREPAINT) return source_.strong ? CDRF_NOTIFYITEMDRAW : CDRF_DODEFAULT;
  if (draw.nmcd.dwDrawStage != CDDS_ITEMPREPAINT) return CDRF_DODEFAULT;
  if (!theme_ || !source_.strong(static_cast<int>(draw.nmcd.dwItemSpec))) return CDRF_DODEFAULT;
  ::SelectObject(draw.nmcd.hdc, theme_->font(Font::Strong));
  return CDRF_NEWFONT;
}

void ListView::key(const NMLVKEYDOWN& key) const {
  const bool control = ::GetKeyState(VK_CONTROL) < 0;
  if (control && key.wVKey == 'C') copy_selection();
  if (control && key.wVKey == 'A') ListView_SetItemState(list_, -1, LVIS_SELECTED, LVIS_SELECTED);
}

std::optional<LRESULT> ListView::notify(NMHDR& header) {
  if (header.hwndFrom != list_ || !list_) return std::nullopt;
  switch (header.code) {
    case LVN_GETDISPINFOW:
      fill(reinterpret_cast<NMLVDISPINFOW&>(header));
      return 0;
    case NM_CUSTOMDRAW:
      return draw(reinterpret_cast<NMLVCUSTOMDRAW&>(header));
    case LVN_COLUMNCLICK:
      if (events_.sort) events_.sort(reinterpret_cast<NMLISTVIEW&>(header).iSubItem);
      return 0;
    case LVN_ITEMCHANGED:
    case LVN_ODSTATECHANGED: {
      const int now = selected();
      if (refreshing_ || now == shown_selection_) return 0;
      shown_selection_ = now;
      if (events_.select) events_.select(now);
      return 0;
    }
    case NM_DBLCLK:
    case NM_RETURN:
      if (events_.open && selected() >= 0) events_.open(selected());
      return 0;
    case NM_RCLICK: {
      POINT point{};
      ::GetCursorPos(&point);
      if (events_.menu && selected() >= 0) events_.menu(selected(), point);
      return 0;
    }
    case LVN_KEYDOWN:
      key(reinterpret_cast<const NMLVKEYDOWN&>(header));
      return 0;
    default:
      return 0;
  }
}

bool copy_to_clipboard(HWND owner, const std::wstring& text) {
  if (!::OpenClipboard(owner)) return false;
  ::EmptyClipboard();
  const std::size_t bytes = (text.size() + 1) * sizeof(wchar_t);
  const HGLOBAL memory = ::GlobalAlloc(GMEM_MOVEABLE, bytes);
  bool done = false;
  if (memory) {
    std::memcpy(::GlobalLock(memory), text.c_str(), bytes);
    ::GlobalUnlock(memory);
    // The clipboard owns the memory once it took it.
    done = ::SetClipboardData(CF_UNICODETEXT, memory) != nullptr;
    if (!done) ::GlobalFree(memory);
  }
  ::CloseClipboard();
  return done;
}

}  // namespace kigen::ui

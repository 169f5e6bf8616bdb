// A list of rows that somebody else holds: sortable, resizable, copyable as tab-separated text, with marks per row and
// a sentence when it is empty. The source must outlive the list. UI thread only.
#pragma once

#include <windows.h>

#include <commctrl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ui/layout.h"
#include "common/ui/win32/theme.h"

namespace kigen::ui {

class ListView {
 public:
  struct Column {
    std::wstring title;
    int width = 100;  ///< at 96 dpi
    bool right = false;
  };
  struct Source {
    std::function<int()> rows;
    std::function<std::wstring(int row, int column)> text;
    std::function<int(int row)> mark;     ///< index into the marks; -1 none
    std::function<bool(int row)> strong;  ///< bold; may be empty
  };
  struct Events {
    std::function<void(int column)> sort;
    std::function<void(int row)> select;  ///< the focused row changed; -1: none
    std::function<void(int row)> open;    ///< double click or Enter
    std::function<void(int row, POINT screen)> menu;
  };

  void create(HWND parent, int id, int empty_id, Source source, Events events);
  void set_name(const std::wstring& name);
  /// `icons` are resource ids; their order is what Source::mark refers to.
  void set_marks(std::vector<int> icons);
  /// Titles may change (language); widths that the user has set stay.
  void set_columns(const std::vector<Column>& columns);
  void set_sorted(int column, bool ascending);
  /// The rows have changed. `selected` becomes the focused and selected row, -1 none.
  void refresh(int selected);
  void set_empty_text(const std::wstring& text);
  void apply(std::shared_ptr<const Theme> theme);
  void select_all();
  /// The last column takes what is left of the width.
  void place(const Rect& area);

  [[nodiscard]] HWND hwnd() const noexcept { return list_; }
  [[nodiscard]] HWND empty_label() const noexcept { return empty_; }
  [[nodiscard]] int selected() const;
  [[nodiscard]] std::wstring selection_as_text() const;
  void copy_selection() const;
  /// The parent's WM_NOTIFY; nothing when it is not for this list.
  [[nodiscard]] std::optional<LRESULT> notify(NMHDR& header);

 private:
  void fill(NMLVDISPINFOW& info);
  LRESULT draw(NMLVCUSTOMDRAW& draw) const;
  void key(const NMLVKEYDOWN& key) const;
  void load_marks();
  void fill_width();

  HWND list_ = nullptr;
  HWND empty_ = nullptr;
  HIMAGELIST images_ = nullptr;
  Source source_;
  Events events_;
  std::shared_ptr<const Theme> theme_;
  std::vector<int> marks_;
  std::vector<Column> columns_;
  std::wstring cell_;
  UINT column_dpi_ = 96;
  int shown_selection_ = -1;
  int placed_width_ = -1;
  bool refreshing_ = false;
};

/// Puts `text` on the clipboard; false when another program holds it.
bool copy_to_clipboard(HWND owner, const std::wstring& text);

}  // namespace kigen::ui

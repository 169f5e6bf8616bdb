// The list of notices: cells, read and unread, selection. Newest first. Holds its own copy; single-threaded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "tray/model/context.h"
#include "tray/model/marks.h"

namespace kigen::tray {

class NoticeTable {
 public:
  enum Column { Severity, When, Read, Text, kColumns };

  void set_data(std::vector<ipc::Notice> notices);
  void render(const Context& context);
  void select(int row);
  void sort_by(int column);

  [[nodiscard]] int rows() const noexcept { return static_cast<int>(order_.size()); }
  [[nodiscard]] const std::string& text(int row, int column) const;
  [[nodiscard]] Mark mark(int row) const;
  [[nodiscard]] bool unread(int row) const;
  [[nodiscard]] int selected_row() const;
  [[nodiscard]] const ipc::Notice* selected() const;
  [[nodiscard]] std::vector<std::int64_t> unread_ids() const;
  [[nodiscard]] int sort_column() const noexcept { return sort_column_; }
  [[nodiscard]] bool ascending() const noexcept { return ascending_; }

 private:
  [[nodiscard]] const ipc::Notice* at(int row) const;
  void arrange();

  std::vector<ipc::Notice> notices_;
  std::vector<std::vector<std::string>> cells_;
  std::vector<std::size_t> order_;
  std::int64_t selected_id_ = 0;
  int sort_column_ = When;
  bool ascending_ = false;
};

}  // namespace kigen::tray

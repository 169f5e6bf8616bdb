// Tables of text that line up, whatever the script: an ideograph takes two columns. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::ctl {

/// Columns that a terminal uses for UTF-8 text: 2 for wide characters (Unicode East Asian Width W and F), 0 for
/// combining marks, 1 for the rest.
[[nodiscard]] std::size_t display_width(std::string_view utf8) noexcept;
/// At most `columns` wide; what was cut ends in "…".
[[nodiscard]] std::string cut_to_width(std::string_view utf8, std::size_t columns);

struct Column {
  std::string heading;
  bool right = false;     ///< numbers
  bool flexible = false;  ///< may be cut when a terminal is too narrow
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell a column; cells become one harmless line each.
  void add(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
  /// With headings and line ends. `max_width` 0: as wide as the content is. The last column is never padded.
  [[nodiscard]] std::string render(std::size_t max_width) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t max_width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace kigen::ctl

// The list of certificates as the main window shows it: cells, marks, order, filter, and which row is selected through
// all of that. Unreadable items are rows too. Holds its own copy of the data; single-threaded.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "tray/model/context.h"
#include "tray/model/marks.h"

namespace kigen::tray {

class CertificateTable {
 public:
  enum Column { Status, Name, Issuer, Expires, DaysLeft, Profile, Place, kColumns };

  /// Takes over a whole list; the selection stays on its certificate.
  void set_data(std::vector<ipc::CertificateSummary> certificates, std::vector<ipc::UnreadableItem> unreadable);
  /// Every text in the context's language; call when language, day or profiles change.
  void render(const Context& context);
  void set_filter(const std::string& filter);
  /// Sorts by the column; the same column again turns the order round.
  void sort_by(int column);
  void select(int row);
  void select_thumbprint(const std::string& thumbprint_sha256);

  [[nodiscard]] int rows() const noexcept { return static_cast<int>(visible_.size()); }
  [[nodiscard]] std::size_t all_rows() const noexcept { return rows_.size(); }
  [[nodiscard]] const std::string& text(int row, int column) const;
  [[nodiscard]] Mark mark(int row) const;
  [[nodiscard]] int sort_column() const noexcept { return sort_column_; }
  [[nodiscard]] bool ascending() const noexcept { return ascending_; }
  [[nodiscard]] int selected_row() const;
  /// Of the selected row; null when none, or when the row is of the other kind.
  [[nodiscard]] const ipc::CertificateSummary* selected_certificate() const;
  [[nodiscard]] const ipc::UnreadableItem* selected_unreadable() const;
  [[nodiscard]] const ipc::CertificateSummary* certificate_at(int row) const;

 private:
  struct Row {
    std::string key;  ///< what selection follows: the thumbprint, or source and item
    int certificate = -1;
    int unreadable = -1;
    int urgency = 0;
    std::int64_t expires = 0;
    std::vector<std::string> cells;
    std::string haystack;  ///< folded text of all cells and the subject
  };
  void arrange();
  [[nodiscard]] bool before(const Row& a, const Row& b) const;
  [[nodiscard]] const Row* selected() const;
  [[nodiscard]] Row certificate_row(const Context& context, int index) const;
  [[nodiscard]] Row unreadable_row(const Context& context, int index) const;

  std::vector<ipc::CertificateSummary> certificates_;
  std::vector<ipc::UnreadableItem> unreadable_;
  std::vector<Row> rows_;
  std::vector<std::size_t> visible_;
  std::string filter_;
  std::string selected_key_;
  int sort_column_ = DaysLeft;
  bool ascending_ = true;
};

}  // namespace kigen::tray

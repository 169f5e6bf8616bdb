#include "tray/model/notice_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {
namespace {

int urgency_of_notice(std::string_view severity) {
  if (severity == "error") return 0;
  return severity == "warning" ? 1 : 2;
}

}  // namespace

void NoticeTable::set_data(std::vector<ipc::Notice> notices) {
  notices_ = std::move(notices);
}

void NoticeTable::render(const Context& context) {
  cells_.clear();
  for (const ipc::Notice& notice : notices_) {
    cells_.push_back({text::severity_word(context.language, notice.severity), column_time(context, notice.at),
                      text::read_word(context.language, notice.read), reason_words(context, notice.reason)});
  }
  arrange();
}

void NoticeTable::sort_by(int column) {
  ascending_ = column == sort_column_ ? !ascending_ : column != When;
  sort_column_ = column;
  arrange();
}

void NoticeTable::arrange() {
  order_.resize(notices_.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  const auto before = [this](std::size_t a, std::size_t b) {
    const auto column = static_cast<std::size_t>(sort_column_);
    const ipc::Notice& x = notices_[a];
    const ipc::Notice& y = notices_[b];
    if (sort_column_ == Severity && x.severity != y.severity)
      return urgency_of_notice(x.severity) < urgency_of_notice(y.severity);
    if (sort_column_ == Read && x.read != y.read) return !x.read;
    if (sort_column_ == Text && cells_[a][column] != cells_[b][column]) return cells_[a][column] < cells_[b][column];
    return x.at != y.at ? x.at < y.at : x.id < y.id;
  };
  std::sort(order_.begin(), order_.end(),
            [&](std::size_t a, std::size_t b) { return ascending_ ? before(a, b) : before(b, a); });
}

const ipc::Notice* NoticeTable::at(int row) const {
  return row < 0 || row >= rows() ? nullptr : &notices_[order_[static_cast<std::size_t>(row)]];
}

const std::string& NoticeTable::text(int row, int column) const {
  static const std::string kNothing;
  if (!at(row) || column < 0 || column >= kColumns) return kNothing;
  return cells_[order_[static_cast<std::size_t>(row)]][static_cast<std::size_t>(column)];
}

Mark NoticeTable::mark(int row) const {
  return at(row) ? mark_of_severity(at(row)->severity) : Mark::Info;
}
bool NoticeTable::unread(int row) const {
  return at(row) && !at(row)->read;
}
void NoticeTable::select(int row) {
  selected_id_ = at(row) ? at(row)->id : 0;
}

int NoticeTable::selected_row() const {
  const auto found = std::find_if(order_.begin(), order_.end(),
                                  [this](std::size_t index) { return notices_[index].id == selected_id_; });
  return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

const ipc::Notice* NoticeTable::selected() const {
  return at(selected_row());
}

std::vector<std::int64_t> NoticeTable::unread_ids() const {
  std::vector<std::int64_t> ids;
  for (const ipc::Notice& notice : notices_) {
    if (!notice.read) ids.push_back(notice.id);
  }
  return ids;
}

}  // namespace kigen::tray

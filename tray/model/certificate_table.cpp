#include "tray/model/certificate_table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/base/utf8_fold.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {
namespace {

// The order of statuses in the status column: what wants the user first.
int urgency_of(std::string_view status) {
  static constexpr std::string_view kOrder[] = {"expired", "due", "lapsed", "unreadable", "not_yet_valid", "valid"};
  const auto* found = std::find(std::begin(kOrder), std::end(kOrder), status);
  return static_cast<int>(found - std::begin(kOrder));
}

}  // namespace

void CertificateTable::set_data(std::vector<ipc::CertificateSummary> certificates,
                                std::vector<ipc::UnreadableItem> unreadable) {
  certificates_ = std::move(certificates);
  unreadable_ = std::move(unreadable);
}

CertificateTable::Row CertificateTable::certificate_row(const Context& context, int index) const {
  const ipc::CertificateSummary& item = certificates_[static_cast<std::size_t>(index)];
  Row row;
  row.key = item.thumbprint_sha256;
  row.certificate = index;
  row.urgency = urgency_of(item.status);
  row.expires = to_unix(item.not_after);
  row.cells = {text::status_word(context.language, item.status),
               name_of(item),
               short_name(item.issuer),
               column_date(context, item.not_after),
               text::days_left_cell(context.language, item.status, item.days_left),
               context.profiles->name(item.profile, context.language),
               place_words(context.language, item.source, item.token_present)};
  row.haystack = item.subject + '\n' + item.issuer + '\n' + item.thumbprint_sha1 + '\n' + item.thumbprint_sha256 +
                 '\n' + item.token_label;
  return row;
}

CertificateTable::Row CertificateTable::unreadable_row(const Context& context, int index) const {
  const ipc::UnreadableItem& item = unreadable_[static_cast<std::size_t>(index)];
  Row row;
  row.key = item.source + '\n' + item.item;
  row.unreadable = index;
  row.urgency = urgency_of("unreadable");
  row.expires = std::numeric_limits<std::int64_t>::max();
  row.cells = {text::status_word(context.language, "unreadable"), item.item, "", "", "", "",
               place_words(context.language, item.source, true)};
  return row;
}

void CertificateTable::render(const Context& context) {
  rows_.clear();
  for (int i = 0; i < static_cast<int>(certificates_.size()); ++i) rows_.push_back(certificate_row(context, i));
  for (int i = 0; i < static_cast<int>(unreadable_.size()); ++i) rows_.push_back(unreadable_row(context, i));
  for (Row& row : rows_) {
    for (std::string& cell : row.cells) cell = text::harmless(cell);
    for (const std::string& cell : row.cells) row.haystack += '\n' + cell;
    row.haystack = fold_case_and_width(row.haystack);
  }
  arrange();
}

void CertificateTable::set_filter(const std::string& filter) {
  filter_ = fold_case_and_width(filter);
  arrange();
}

void CertificateTable::sort_by(int column) {
  ascending_ = column == sort_column_ ? !ascending_ : true;
  sort_column_ = column;
  arrange();
}

bool CertificateTable::before(const Row& a, const Row& b) const {
  const auto column = static_cast<std::size_t>(sort_column_);
  if (sort_column_ == Status && a.urgency != b.urgency) return a.urgency < b.urgency;
  const bool by_time = sort_column_ == Expires || sort_column_ == DaysLeft || sort_column_ == Status;
  if (!by_time && a.cells[column] != b.cells[column]) return a.cells[column] < b.cells[column];
  if (a.expires != b.expires) return a.expires < b.expires;
  return a.key < b.key;
}

void CertificateTable::arrange() {
  visible_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].haystack.find(filter_) != std::string::npos) visible_.push_back(i);
  }
  std::sort(visible_.begin(), visible_.end(), [this](std::size_t a, std::size_t b) {
    return ascending_ ? before(rows_[a], rows_[b]) : before(rows_[b], rows_[a]);
  });
}

const std::string& CertificateTable::text(int row, int column) const {
  static const std::string kNothing;
  if (row < 0 || row >= rows() || column < 0 || column >= kColumns) return kNothing;
  return rows_[visible_[static_cast<std::size_t>(row)]].cells[static_cast<std::size_t>(column)];
}

Mark CertificateTable::mark(int row) const {
  const ipc::CertificateSummary* certificate = certificate_at(row);
  return certificate ? mark_of_status(certificate->status) : Mark::Unreadable;
}

const ipc::CertificateSummary* CertificateTable::certificate_at(int row) const {
  if (row < 0 || row >= rows()) return nullptr;
  const int index = rows_[visible_[static_cast<std::size_t>(row)]].certificate;
  return index < 0 ? nullptr : &certificates_[static_cast<std::size_t>(index)];
}

void CertificateTable::select(int row) {
  selected_key_ = row < 0 || row >= rows() ? std::string() : rows_[visible_[static_cast<std::size_t>(row)]].key;
}

void CertificateTable::select_thumbprint(const std::string& thumbprint_sha256) {
  selected_key_ = thumbprint_sha256;
}

int CertificateTable::selected_row() const {
  if (selected_key_.empty()) return -1;
  const auto found = std::find_if(visible_.begin(), visible_.end(),
                                  [this](std::size_t index) { return rows_[index].key == selected_key_; });
  return found == visible_.end() ? -1 : static_cast<int>(found - visible_.begin());
}

const CertificateTable::Row* CertificateTable::selected() const {
  const int row = selected_row();
  return row < 0 ? nullptr : &rows_[visible_[static_cast<std::size_t>(row)]];
}

const ipc::CertificateSummary* CertificateTable::selected_certificate() const {
  const Row* row = selected();
  return row && row->certificate >= 0 ? &certificates_[static_cast<std::size_t>(row->certificate)] : nullptr;
}

const ipc::UnreadableItem* CertificateTable::selected_unreadable() const {
  const Row* row = selected();
  return row && row->unreadable >= 0 ? &unreadable_[static_cast<std::size_t>(row->unreadable)] : nullptr;
}

}  // namespace kigen::tray

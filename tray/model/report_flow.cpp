#include "tray/model/report_flow.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/base/base64.h"

namespace kigen::tray {
namespace {

constexpr std::size_t kItemBytes = 160;        // an item without DER, as JSON
constexpr std::size_t kUnreadableBytes = 600;  // an unreadable item, as JSON, with its error
constexpr std::size_t kMostUnreadable = 400;

// Equal certificates in one store are one item; it has a key when any of them has.
std::vector<StoreItem> merged(std::vector<StoreItem> items) {
  std::map<std::string, std::size_t> seen;
  std::vector<StoreItem> result;
  for (StoreItem& item : items) {
    const auto [at, fresh] = seen.try_emplace(item.sha256, result.size());
    if (fresh) {
      result.push_back(std::move(item));
    } else {
      result[at->second].has_private_key = result[at->second].has_private_key || item.has_private_key;
    }
  }
  return result;
}

void set_large_aside(StoreContent& content) {
  const auto large = std::stable_partition(content.items.begin(), content.items.end(),
                                           [](const StoreItem& item) { return item.der.size() <= kLargestDer; });
  for (auto item = large; item != content.items.end(); ++item) {
    content.unreadable.push_back({item->sha256, Error(ErrorCode::CertificateTooLarge)});
  }
  content.items.erase(large, content.items.end());
}

}  // namespace

std::optional<ipc::ReportParams> ReportFlow::connected() {
  connected_ = true;
  busy_ = stale_ = false;
  return has_content_ ? begin(Round::Hashes) : std::nullopt;
}

void ReportFlow::disconnected() noexcept {
  connected_ = busy_ = stale_ = false;
}

std::optional<ipc::ReportParams> ReportFlow::store_read(StoreContent content) {
  content.items = merged(std::move(content.items));
  set_large_aside(content);
  if (content.unreadable.size() > kMostUnreadable) content.unreadable.resize(kMostUnreadable);
  content_ = std::move(content);
  has_content_ = true;
  if (!connected_) return std::nullopt;
  if (busy_) {
    stale_ = true;
    return std::nullopt;
  }
  return begin(Round::Hashes);
}

std::optional<ipc::ReportParams> ReportFlow::begin(Round round) {
  round_ = round;
  if (round == Round::Hashes) needed_.clear();
  next_ = 0;
  busy_ = true;
  stale_ = false;
  return next_part();
}

ipc::ReportParams ReportFlow::next_part() {
  ipc::ReportParams part;
  std::size_t bytes = 0;
  if (next_ == 0) {
    part.unreadable = content_.unreadable;
    bytes = part.unreadable.size() * kUnreadableBytes;
  }
  while (next_ < content_.items.size()) {
    const StoreItem& item = content_.items[next_];
    const bool with_der = round_ == Round::Content && needed_.contains(item.sha256);
    const std::size_t size = kItemBytes + (with_der ? (item.der.size() + 2) / 3 * 4 : 0);
    if (bytes > 0 && bytes + size > kPartBytes) break;
    part.items.push_back({item.sha256, with_der ? to_base64(item.der) : std::string(), item.has_private_key});
    bytes += size;
    ++next_;
  }
  part.more = next_ < content_.items.size();
  return part;
}

std::optional<ipc::ReportParams> ReportFlow::answered(const ipc::ReportResult& result) {
  if (!busy_) return std::nullopt;
  busy_ = false;
  if (stale_) return begin(Round::Hashes);
  if (round_ == Round::Hashes) needed_.insert(result.need.begin(), result.need.end());
  if (next_ < content_.items.size()) {
    busy_ = true;
    return next_part();
  }
  // What the service still lacks after the second round it cannot take: asking for ever would help nobody.
  if (round_ == Round::Hashes && !needed_.empty()) return begin(Round::Content);
  return std::nullopt;
}

}  // namespace kigen::tray

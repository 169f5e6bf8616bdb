#include "service/app/report.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/x509/base64.h"

namespace kigen::app {
namespace {

/// What a tray may report. Tokens join later; a folder or the machine's store is never a user's to report.
constexpr std::string_view kReportable[] = {"CurrentUser\\My"};

Error bad(std::string field) {
  return Error(ErrorCode::PipeBadParameters).with("field", std::move(field));
}

}  // namespace

Result<inventory::Snapshot> to_snapshot(const pipe::Caller& caller, const ipc::ReportParams& params) {
  if (std::find(std::begin(kReportable), std::end(kReportable), params.source) == std::end(kReportable)) {
    return bad("source");
  }
  inventory::Snapshot snapshot;
  snapshot.kind = inventory::SourceKind::UserStore;
  snapshot.source = params.source;
  snapshot.owner = caller.sid;
  snapshot.session = caller.connection;
  snapshot.more = params.more;
  snapshot.items.reserve(params.items.size());
  for (const auto& item : params.items) {
    inventory::SnapshotItem taken;
    const auto hash = from_hex(item.sha256);
    if (!hash || hash->size() != taken.sha256.size()) return bad("items.sha256");
    std::copy(hash->begin(), hash->end(), taken.sha256.begin());
    if (!item.der_base64.empty() && !x509::decode_base64(item.der_base64, taken.der)) return bad("items.der_base64");
    taken.has_private_key = item.has_private_key;
    snapshot.items.push_back(std::move(taken));
  }
  for (const auto& item : params.unreadable) snapshot.unreadable.push_back({item.item, item.error});
  return snapshot;
}

}  // namespace kigen::app

#include "service/app/report.h"

#include <algorithm>

#include "common/base/base64.h"
#include "common/base/hex.h"
#include "common/ipc/token_source.h"

namespace kigen::app {
namespace {

using inventory::SourceKind;

/// What a tray may report: a folder or the machine's store is never a user's to report.
std::optional<SourceKind> kind_of(const std::string& source) {
  if (source == "CurrentUser\\My") return SourceKind::UserStore;
  if (source == ipc::kTokenDrivers) return SourceKind::TokenDrivers;
  const auto serial = ipc::token_serial(source);
  if (serial && ipc::is_token_text(*serial)) return SourceKind::Token;
  return std::nullopt;
}

Error bad(std::string field) {
  return Error(ErrorCode::PipeBadParameters).with("field", std::move(field));
}

/// Says only what its kind of source can say; the name of the field that is too much, or "".
std::string misplaced(SourceKind kind, const ipc::ReportParams& params) {
  const bool token = kind == SourceKind::Token;
  if (token ? !ipc::is_token_text(params.token_label) : !params.token_label.empty()) return "token_label";
  if (!token && !params.token_present) return "token_present";
  const bool away = token && !params.token_present;
  if ((away || kind == SourceKind::TokenDrivers) && !params.items.empty()) return "items";
  if (away && !params.unreadable.empty()) return "unreadable";
  if (away && params.more) return "more";
  return {};
}

}  // namespace

Result<inventory::Snapshot> to_snapshot(const pipe::Caller& caller, const ipc::ReportParams& params) {
  const auto kind = kind_of(params.source);
  if (!kind) return bad("source");
  if (std::string field = misplaced(*kind, params); !field.empty()) return bad(std::move(field));
  inventory::Snapshot snapshot;
  snapshot.kind = *kind;
  snapshot.token_label = params.token_label;
  snapshot.token_present = params.token_present;
  snapshot.source = params.source;
  snapshot.owner = caller.sid;
  snapshot.session = caller.connection;
  snapshot.more = params.more;
  snapshot.items.reserve(params.items.size());
  for (const auto& item : params.items) {
    inventory::SnapshotItem taken;
    const auto hash = array_from_hex<32>(item.sha256);
    if (!hash) return bad("items.sha256");
    taken.sha256 = *hash;
    if (!item.der_base64.empty() && !decode_base64(item.der_base64, taken.der)) return bad("items.der_base64");
    taken.has_private_key = item.has_private_key;
    snapshot.items.push_back(std::move(taken));
  }
  for (const auto& item : params.unreadable) snapshot.unreadable.push_back({item.item, item.error});
  return snapshot;
}

}  // namespace kigen::app

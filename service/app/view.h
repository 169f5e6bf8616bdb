// How a stored certificate looks to whom asks: its facts for service/check, its summary and detail for the pipe.
// An immutable snapshot of settings and profiles: made on the io thread, used on any.
#pragma once

#include <memory>

#include "common/ipc/messages.h"
#include "common/profile/profile_set.h"
#include "common/settings/settings.h"
#include "db/rows.h"
#include "service/check/explain.h"
#include "service/check/status.h"
#include "service/inventory/types.h"
#include "service/pipe/service_api.h"

namespace kigen::app {

struct View {
  settings::Settings settings;
  std::shared_ptr<const profile::ProfileSet> profiles;
  const LocalCalendar* calendar = nullptr;

  [[nodiscard]] profile::ProfilePtr profile_of(const inventory::CertificateEntry& entry) const;
  [[nodiscard]] check::Facts facts(const inventory::CertificateEntry& entry) const;
  [[nodiscard]] check::Facts facts(const inventory::AttentionEntry& entry) const;
  /// `profile`: its id, "" for none.
  [[nodiscard]] check::Facts facts(Instant not_before, Instant not_after, const std::string& profile) const;
  [[nodiscard]] ipc::CertificateSummary summary(const inventory::CertificateEntry& entry, Instant now) const;
  [[nodiscard]] ipc::CertificateDetail detail(const inventory::CertificateEntry& entry, Instant now) const;
  /// The range of not_after in which something may want attention, for the widest window and grace in force.
  [[nodiscard]] check::ExpiryRange attention_range(Instant now) const;
};

[[nodiscard]] inventory::Viewer viewer_of(const pipe::Caller& caller);
/// A place whose loss somebody can act on: the key is there, or an administrator asked for the folder to be watched.
[[nodiscard]] bool is_actionable(const inventory::PlaceEntry& place);
[[nodiscard]] bool is_actionable(const inventory::AttentionEntry::Place& place);

[[nodiscard]] ipc::UnreadableItem to_message(const inventory::UnreadableEntry& entry);
[[nodiscard]] ipc::CheckRun to_message(const db::CheckRunRow& row);
[[nodiscard]] ipc::Notice to_message(const db::NoticeRow& row);

}  // namespace kigen::app

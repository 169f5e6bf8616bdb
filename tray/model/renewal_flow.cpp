#include "tray/model/renewal_flow.h"

namespace kigen::tray {

std::optional<StartRenewal> RenewalFlow::pushed(const ipc::RenewalList& list) {
  listed_ = list.items;
  std::set<Key> still;
  for (const auto& item : listed_) {
    const Key key{item.thumbprint, item.since};
    if (started_.contains(key)) still.insert(key);
  }
  started_ = std::move(still);
  return next();
}

std::optional<StartRenewal> RenewalFlow::ended() {
  running_ = false;
  return next();
}

std::optional<StartRenewal> RenewalFlow::next() {
  if (running_) return std::nullopt;
  for (const auto& item : listed_) {
    if (!started_.emplace(item.thumbprint, item.since).second) continue;
    running_ = true;
    return StartRenewal{item.thumbprint, item.profile};
  }
  return std::nullopt;
}

}  // namespace kigen::tray

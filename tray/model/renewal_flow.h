// Which unattended renewal is started next: what the service lists is started once each, one after the other. Pure;
// single-threaded.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/ipc/messages.h"

namespace kigen::tray {

struct StartRenewal {
  std::string thumbprint;
  std::string profile;
  friend bool operator==(const StartRenewal&, const StartRenewal&) = default;
};

class RenewalFlow {
 public:
  /// The service's whole list; what to start now, if anything.
  [[nodiscard]] std::optional<StartRenewal> pushed(const ipc::RenewalList& list);
  /// The one that runs has ended, or could not be started; what to start now, if anything.
  [[nodiscard]] std::optional<StartRenewal> ended();
  /// What was listed is not known any more; one that runs goes on.
  void disconnected() { listed_.clear(); }
  [[nodiscard]] bool running() const noexcept { return running_; }

 private:
  using Key = std::pair<std::string, Instant>;
  [[nodiscard]] std::optional<StartRenewal> next();

  std::vector<ipc::RenewalItem> listed_;
  std::set<Key> started_;  ///< so that an attempt that has failed is repeated only when the service says so
  bool running_ = false;
};

}  // namespace kigen::tray

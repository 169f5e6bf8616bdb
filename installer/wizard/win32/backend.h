// What the wizard asks of this PC: certificates from the service (from the user's own store when it does not answer),
// profiles from their files, hosts from the network. All members are called on the UI thread and return at once;
// answers come through the queue. Destroying it ends all work within moments.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ipc/client.h"
#include "common/ipc/messages.h"
#include "common/net/host_check.h"
#include "common/profile/profile_set.h"
#include "common/ui/win32/ui_queue.h"
#include "installer/wizard/model/state.h"

namespace kigen::wizard {

/// Without the service: `service_missing`.
struct Listing {
  bool service_missing = false;
  std::vector<ipc::CertificateSummary> items;
  std::vector<profile::ProfilePtr> profiles;
  Account account;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual void list(std::function<void(Listing)> done) = 0;
  virtual void find(const std::string& thumbprint, std::function<void(std::optional<ipc::CertificateDetail>)> done) = 0;
  /// Tells the service that this certificate's warning may go.
  virtual void wizard_started(const std::string& thumbprint) = 0;
  /// From a network that `profile` forbids (T7) no host is contacted: each result is ForbiddenNetwork {network}.
  virtual void test(std::vector<profile::Host> hosts, profile::ProfilePtr profile, std::chrono::milliseconds limit,
                    std::function<void(std::size_t, const net::HostResult&)> on_host, std::function<void()> done) = 0;
  virtual void stop_test() = 0;
};

struct BackendOptions {
  ipc::Endpoint endpoint;
  bool accept_console_server = false;
  bool without_service = false;  ///< portable: it is not even asked for
};

[[nodiscard]] std::unique_ptr<Backend> make_backend(BackendOptions options, std::shared_ptr<ui::UiQueue> queue);

}  // namespace kigen::wizard

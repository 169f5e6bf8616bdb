// What the wizard asks for: certificates from the service (from the user's own store when it does not answer), profiles
// from their files, hosts from the network. All members are called on the UI thread and return at once; answers come
// through the queue. Destroying it ends all work within moments.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ipc/client.h"
#include "common/ipc/messages.h"
#include "common/net/host_check.h"
#include "common/profile/profile_set.h"
#include "installer/wizard/win32/ui_queue.h"

namespace kigen::wizard {

/// The certificates and, of each profile, what to say. Without the service: `service_missing`.
struct Listing {
  bool service_missing = false;
  std::vector<ipc::CertificateSummary> items;
};

struct Found {
  std::optional<ipc::CertificateDetail> certificate;
  std::optional<ipc::ProfileInfo> profile;
  std::optional<profile::Profile> profile_file;
  bool service_missing = false;
};

struct BackendOptions {
  ipc::Endpoint endpoint;
  bool accept_console_server = false;
};

class Backend {
 public:
  Backend(BackendOptions options, std::shared_ptr<UiQueue> queue);
  ~Backend();
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  void list(std::function<void(Listing)> done);
  void find(const std::string& thumbprint, std::function<void(Found)> done);
  /// Tells the service that this certificate's warning may go.
  void wizard_started(const std::string& thumbprint);

  void test(std::vector<profile::Host> hosts, std::chrono::milliseconds limit,
            std::function<void(std::size_t, const net::HostResult&)> on_host, std::function<void()> done);
  void stop_test();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::wizard

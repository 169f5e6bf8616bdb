#include "common/platform/win32/certificate_store.h"
#include "common/x509/digest.h"
#include "service/app/machine_store.h"

namespace kigen::app {
namespace {

using platform::StoreLocation;

class LocalMachineMy final : public MachineStore {
 public:
  explicit LocalMachineMy(std::unique_ptr<platform::StoreWatcher> watcher) : watcher_(std::move(watcher)) {}

 private:
  std::unique_ptr<platform::StoreWatcher> watcher_;
};

}  // namespace

std::unique_ptr<MachineStore> MachineStore::open(boost::asio::io_context& io, std::function<void()> changed) {
  auto watcher = platform::StoreWatcher::watch(StoreLocation::LocalMachine, io, std::move(changed));
  // Without a watcher the store is still read with each check.
  return std::make_unique<LocalMachineMy>(watcher ? std::move(*watcher) : nullptr);
}

Result<inventory::Snapshot> read_machine_store() {
  auto content = platform::read_my_store(StoreLocation::LocalMachine);
  if (!content) return content.error();
  inventory::Snapshot snapshot;
  snapshot.kind = inventory::SourceKind::MachineStore;
  snapshot.source = platform::store_source_name(StoreLocation::LocalMachine);
  snapshot.owner = inventory::kMachineOwner;
  for (auto& certificate : content->certificates) {
    inventory::SnapshotItem item;
    item.sha256 = x509::sha256({certificate.der});
    item.der = std::move(certificate.der);
    item.has_private_key = certificate.has_private_key;
    snapshot.items.push_back(std::move(item));
  }
  for (auto& unreadable : content->unreadable) {
    snapshot.unreadable.push_back({std::move(unreadable.item), std::move(unreadable.error)});
  }
  return snapshot;
}

}  // namespace kigen::app

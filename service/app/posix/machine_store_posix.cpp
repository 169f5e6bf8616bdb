#include "service/app/machine_store.h"

namespace kigen::app {

std::unique_ptr<MachineStore> MachineStore::open(boost::asio::io_context& io, std::function<void()> changed) {
  (void)io;
  (void)changed;
  return nullptr;
}

Result<inventory::Snapshot> read_machine_store() {
  return Error(ErrorCode::SourceUnavailable, "no certificate stores on this system");
}

}  // namespace kigen::app

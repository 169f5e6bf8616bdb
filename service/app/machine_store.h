// LocalMachine\My as a source: a snapshot of what it holds, and word when it changed. Where there is no such store,
// there is no MachineStore.
#pragma once

#include <functional>
#include <memory>

#include "common/base/result.h"
#include "service/inventory/types.h"

namespace boost::asio {
class io_context;
}

namespace kigen::app {

/// Word when the store changed, for as long as it lives. Null on systems without certificate stores.
class MachineStore {
 public:
  /// `changed` comes on the io_context's thread.
  [[nodiscard]] static std::unique_ptr<MachineStore> open(boost::asio::io_context& io, std::function<void()> changed);
  virtual ~MachineStore() = default;
};

/// What the store holds now. Blocking, a few milliseconds; any thread.
[[nodiscard]] Result<inventory::Snapshot> read_machine_store();

}  // namespace kigen::app

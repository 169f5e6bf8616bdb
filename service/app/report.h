// A user's report of a store as the inventory takes it. Pure: nothing of the message is believed but its form.
#pragma once

#include "common/base/result.h"
#include "common/ipc/messages.h"
#include "service/inventory/types.h"
#include "service/pipe/service_api.h"

namespace kigen::app {

/// PipeBadParameters with {"field"} when a hash, the base64 or the source's name is none. The owner is the caller.
[[nodiscard]] Result<inventory::Snapshot> to_snapshot(const pipe::Caller& caller, const ipc::ReportParams& params);

}  // namespace kigen::app

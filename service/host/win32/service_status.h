// Between the service manager's numbers and the host's words: pure functions.
#pragma once

#include <windows.h>

#include "service/host/host_state.h"

namespace kigen::host {

[[nodiscard]] SERVICE_STATUS to_service_status(const HostStatus& status);

enum class ControlRequest { Unknown, Nothing, Stop, Resume, TimeChange, SessionChange, Reload };
/// `control` and `event` as HandlerEx gets them.
[[nodiscard]] ControlRequest request_of(DWORD control, DWORD event);

}  // namespace kigen::host

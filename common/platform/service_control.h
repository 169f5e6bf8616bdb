// What a client may ask the system about the Kigen service: is it installed, does it run, in which process. Any thread.
#pragma once

#include <cstdint>

#include "common/base/result.h"

namespace kigen::platform {

inline constexpr char kServiceName[] = "Kigen";

enum class ServiceState { NotInstalled, Stopped, StartPending, Running, StopPending, Paused };

struct ServiceStatus {
  ServiceState state = ServiceState::NotInstalled;
  std::uint32_t process_id = 0;  ///< 0 when it does not run
  /// Of the last stop: Windows' own code, and Kigen's error code (number of KGN-####) where the service set one.
  std::uint32_t exit_code = 0;
  std::uint32_t service_exit_code = 0;
};

/// Needs no rights beyond those of any user. Outside Windows: NotInstalled.
[[nodiscard]] Result<ServiceStatus> query_service();

/// Asks the service manager to start the service and returns at once. AccessDenied, ServiceNotInstalled,
/// ServiceStartFailed; Ok when it runs already.
[[nodiscard]] Status start_service();

}  // namespace kigen::platform

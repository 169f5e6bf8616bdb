// What the service manager is told, as a pure function: (status, event) → (status, action). Any thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "common/base/error_code.h"

namespace kigen::host {

enum class HostState { Starting, Running, Stopping, Stopped };

enum class HostEvent {
  Tick,           ///< a second passed; counts while something is pending
  Ready,          ///< the Engine answers
  Failed,         ///< the Engine's start failed, or it gave up later
  StartOverdue,   ///< the start took longer than the limit
  StopRequested,  ///< the service manager, a signal, the console
  EngineStopped,
  StopOverdue,  ///< the stop took longer than the limit
};

enum class HostAction {
  None,
  StopEngine,  ///< call Engine::stop
  Finish,      ///< destroy the Engine and leave
  Abandon,     ///< end the process, whatever it still does
};

struct HostStatus {
  HostState state = HostState::Starting;
  std::uint32_t checkpoint = 1;  ///< grows while something is pending; 0 otherwise
  std::chrono::milliseconds wait_hint{10'000};
  bool accepts_controls = false;
  ErrorCode error{};  ///< why it stops; 0 when it was asked to

  friend bool operator==(const HostStatus&, const HostStatus&) = default;
};

struct HostStep {
  HostStatus status;
  HostAction action = HostAction::None;
  bool report = false;  ///< the service manager must be told
};

/// `error` is read with Failed only.
[[nodiscard]] HostStep step(const HostStatus& status, HostEvent event, ErrorCode error = ErrorCode::Internal);

/// Whether the service manager should restart after a stop for this reason. Not where the next start must end the same
/// way: a restart each minute would only fill the event log.
[[nodiscard]] bool restart_helps(ErrorCode error) noexcept;

}  // namespace kigen::host

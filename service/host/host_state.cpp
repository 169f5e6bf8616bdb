#include "service/host/host_state.h"

namespace kigen::host {
namespace {

constexpr std::chrono::milliseconds kStopHint{6'000};

HostStep ignore(const HostStatus& status) {
  return {status, HostAction::None, false};
}

HostStep tick(HostStatus status) {
  ++status.checkpoint;
  return {status, HostAction::None, true};
}

HostStep begin_stop(ErrorCode error) {
  return {{HostState::Stopping, 1, kStopHint, false, error}, HostAction::StopEngine, true};
}

HostStep stopped(ErrorCode error, HostAction action) {
  return {{HostState::Stopped, 0, std::chrono::milliseconds{0}, false, error}, action, true};
}

HostStep while_starting(const HostStatus& status, HostEvent event, ErrorCode error) {
  switch (event) {
    case HostEvent::Tick:
      return tick(status);
    case HostEvent::Ready:
      return {{HostState::Running, 0, std::chrono::milliseconds{0}, true, ErrorCode{}}, HostAction::None, true};
    case HostEvent::Failed:
      return stopped(error, HostAction::Finish);
    case HostEvent::StartOverdue:
      return begin_stop(ErrorCode::TimedOut);
    case HostEvent::StopRequested:
      return begin_stop(ErrorCode{});
    case HostEvent::StopOverdue:
      return stopped(status.error, HostAction::Abandon);
    case HostEvent::EngineStopped:
      break;
  }
  return ignore(status);
}

HostStep while_running(const HostStatus& status, HostEvent event, ErrorCode error) {
  if (event == HostEvent::Failed) return begin_stop(error);
  if (event == HostEvent::StopRequested) return begin_stop(ErrorCode{});
  // The thread never came to hear of the request.
  if (event == HostEvent::StopOverdue) return stopped(status.error, HostAction::Abandon);
  return ignore(status);
}

HostStep while_stopping(const HostStatus& status, HostEvent event) {
  if (event == HostEvent::Tick) return tick(status);
  if (event == HostEvent::EngineStopped) return stopped(status.error, HostAction::Finish);
  if (event == HostEvent::StopOverdue) return stopped(status.error, HostAction::Abandon);
  return ignore(status);
}

}  // namespace

HostStep step(const HostStatus& status, HostEvent event, ErrorCode error) {
  switch (status.state) {
    case HostState::Starting:
      return while_starting(status, event, error);
    case HostState::Running:
      return while_running(status, event, error);
    case HostState::Stopping:
      return while_stopping(status, event);
    case HostState::Stopped:
      break;
  }
  return ignore(status);
}

bool restart_helps(ErrorCode error) noexcept {
  return error != ErrorCode{} && error != ErrorCode::DatabaseNewer;
}

}  // namespace kigen::host

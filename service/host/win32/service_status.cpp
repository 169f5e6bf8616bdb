#include "service/host/win32/service_status.h"

namespace kigen::host {
namespace {

DWORD state_of(HostState state) {
  switch (state) {
    case HostState::Starting:
      return SERVICE_START_PENDING;
    case HostState::Running:
      return SERVICE_RUNNING;
    case HostState::Stopping:
      return SERVICE_STOP_PENDING;
    case HostState::Stopped:
      break;
  }
  return SERVICE_STOPPED;
}

}  // namespace

SERVICE_STATUS to_service_status(const HostStatus& status) {
  SERVICE_STATUS told{};
  told.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  told.dwCurrentState = state_of(status.state);
  told.dwCheckPoint = status.checkpoint;
  told.dwWaitHint = static_cast<DWORD>(status.wait_hint.count());
  if (status.accepts_controls) {
    told.dwControlsAccepted = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN | SERVICE_ACCEPT_POWEREVENT |
                              SERVICE_ACCEPT_SESSIONCHANGE | SERVICE_ACCEPT_TIMECHANGE | SERVICE_ACCEPT_PARAMCHANGE;
  }
  if (status.state == HostState::Stopped && status.error != ErrorCode{}) {
    // The failure actions look at the first number alone; the second is shown by "sc query" in any case.
    told.dwWin32ExitCode = restart_helps(status.error) ? ERROR_SERVICE_SPECIFIC_ERROR : NO_ERROR;
    told.dwServiceSpecificExitCode = static_cast<DWORD>(status.error);
  }
  return told;
}

ControlRequest request_of(DWORD control, DWORD event) {
  switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_PRESHUTDOWN:
      return ControlRequest::Stop;
    case SERVICE_CONTROL_POWEREVENT:
      // Sent on every resume, with or without a user (PBT_APMRESUMESUSPEND comes only with one, after it).
      return event == PBT_APMRESUMEAUTOMATIC ? ControlRequest::Resume : ControlRequest::Nothing;
    case SERVICE_CONTROL_TIMECHANGE:
      return ControlRequest::TimeChange;
    case SERVICE_CONTROL_SESSIONCHANGE:
      return ControlRequest::SessionChange;
    case SERVICE_CONTROL_PARAMCHANGE:
      return ControlRequest::Reload;
    case SERVICE_CONTROL_INTERROGATE:
      return ControlRequest::Nothing;
    default:
      return ControlRequest::Unknown;
  }
}

}  // namespace kigen::host

#include <windows.h>

#include "common/platform/service_control.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {

Error error_of(const char* call, DWORD error, ErrorCode fallback) {
  ErrorCode code = fallback;
  if (error == ERROR_SERVICE_DOES_NOT_EXIST) code = ErrorCode::ServiceNotInstalled;
  if (error == ERROR_ACCESS_DENIED) code = ErrorCode::AccessDenied;
  return Error(code, std::string(call) + ": " + describe_windows_error(error));
}

Result<SC_HANDLE> open_service(DWORD access) {
  UniqueService manager(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
  if (!manager) {
    const DWORD error = ::GetLastError();
    return error_of("OpenSCManager", error, ErrorCode::ServiceNotRunning);
  }
  const SC_HANDLE service = ::OpenServiceW(manager.get(), to_wide(kServiceName).c_str(), access);
  if (service == nullptr) {
    const DWORD error = ::GetLastError();
    return error_of("OpenService", error, ErrorCode::ServiceNotRunning);
  }
  return service;
}

ServiceState state_of(DWORD state) {
  switch (state) {
    case SERVICE_START_PENDING:
      return ServiceState::StartPending;
    case SERVICE_RUNNING:
      return ServiceState::Running;
    case SERVICE_STOP_PENDING:
      return ServiceState::StopPending;
    case SERVICE_STOPPED:
      return ServiceState::Stopped;
    default:
      return ServiceState::Paused;
  }
}

}  // namespace

Result<ServiceStatus> query_service() {
  const Result<SC_HANDLE> opened = open_service(SERVICE_QUERY_STATUS);
  if (!opened) {
    if (opened.error().code == ErrorCode::ServiceNotInstalled) return ServiceStatus{};
    return opened.error();
  }
  const UniqueService service(*opened);
  SERVICE_STATUS_PROCESS status{};
  DWORD needed = 0;
  if (::QueryServiceStatusEx(service.get(), SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&status), sizeof status,
                             &needed) == 0) {
    const DWORD error = ::GetLastError();
    return error_of("QueryServiceStatusEx", error, ErrorCode::ServiceNotRunning);
  }
  return ServiceStatus{state_of(status.dwCurrentState), status.dwProcessId, status.dwWin32ExitCode,
                       status.dwServiceSpecificExitCode};
}

Status start_service() {
  const Result<SC_HANDLE> opened = open_service(SERVICE_START);
  if (!opened) return opened.error();
  const UniqueService service(*opened);
  if (::StartServiceW(service.get(), 0, nullptr) != 0) return {};
  const DWORD error = ::GetLastError();
  if (error == ERROR_SERVICE_ALREADY_RUNNING) return {};
  return error_of("StartService", error, ErrorCode::ServiceStartFailed);
}

}  // namespace kigen::platform

#include "service/host/win32/service_status.h"

#include <gtest/gtest.h>

namespace kigen::host {
namespace {

TEST(ServiceStatus, TakesControlsOnlyWhileRunning) {
  HostStatus status;
  EXPECT_EQ(to_service_status(status).dwCurrentState, static_cast<DWORD>(SERVICE_START_PENDING));
  EXPECT_EQ(to_service_status(status).dwControlsAccepted, 0U);
  status = step(status, HostEvent::Ready).status;
  const SERVICE_STATUS running = to_service_status(status);
  EXPECT_EQ(running.dwCurrentState, static_cast<DWORD>(SERVICE_RUNNING));
  EXPECT_EQ(running.dwControlsAccepted,
            static_cast<DWORD>(SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN | SERVICE_ACCEPT_POWEREVENT |
                               SERVICE_ACCEPT_SESSIONCHANGE | SERVICE_ACCEPT_TIMECHANGE | SERVICE_ACCEPT_PARAMCHANGE));
  status = step(status, HostEvent::StopRequested).status;
  EXPECT_EQ(to_service_status(status).dwCurrentState, static_cast<DWORD>(SERVICE_STOP_PENDING));
  EXPECT_EQ(to_service_status(status).dwControlsAccepted, 0U);
}

TEST(ServiceStatus, GivesTheErrorAsTheServiceSpecificExitCode) {
  const HostStatus failed = step(HostStatus{}, HostEvent::Failed, ErrorCode::DatabaseFailed).status;
  EXPECT_EQ(to_service_status(failed).dwCurrentState, static_cast<DWORD>(SERVICE_STOPPED));
  EXPECT_EQ(to_service_status(failed).dwWin32ExitCode, static_cast<DWORD>(ERROR_SERVICE_SPECIFIC_ERROR));
  EXPECT_EQ(to_service_status(failed).dwServiceSpecificExitCode, 1105U);
}

TEST(ServiceStatus, AsksForNoRestartWhereNoneHelps) {
  const HostStatus newer = step(HostStatus{}, HostEvent::Failed, ErrorCode::DatabaseNewer).status;
  EXPECT_EQ(to_service_status(newer).dwWin32ExitCode, static_cast<DWORD>(NO_ERROR));
  EXPECT_EQ(to_service_status(newer).dwServiceSpecificExitCode, 1102U);
}

TEST(ControlRequests, AreWhatTheServiceManagerMeans) {
  EXPECT_EQ(request_of(SERVICE_CONTROL_STOP, 0), ControlRequest::Stop);
  EXPECT_EQ(request_of(SERVICE_CONTROL_PRESHUTDOWN, 0), ControlRequest::Stop);
  EXPECT_EQ(request_of(SERVICE_CONTROL_POWEREVENT, PBT_APMRESUMEAUTOMATIC), ControlRequest::Resume);
  EXPECT_EQ(request_of(SERVICE_CONTROL_POWEREVENT, PBT_APMSUSPEND), ControlRequest::Nothing);
  EXPECT_EQ(request_of(SERVICE_CONTROL_TIMECHANGE, 0), ControlRequest::TimeChange);
  EXPECT_EQ(request_of(SERVICE_CONTROL_SESSIONCHANGE, WTS_SESSION_LOGON), ControlRequest::SessionChange);
  EXPECT_EQ(request_of(SERVICE_CONTROL_PARAMCHANGE, 0), ControlRequest::Reload);
  EXPECT_EQ(request_of(SERVICE_CONTROL_INTERROGATE, 0), ControlRequest::Nothing);
  EXPECT_EQ(request_of(SERVICE_CONTROL_PAUSE, 0), ControlRequest::Unknown);
}

}  // namespace
}  // namespace kigen::host

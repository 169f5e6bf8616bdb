#include <windows.h>

#include <atomic>
#include <cstdio>
#include <utility>

#include "common/platform/service_control.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "service/host/host.h"
#include "service/host/host_runner.h"
#include "service/host/win32/service_status.h"

namespace kigen::host {
namespace {

// The service manager calls back without a context, and there is one service in the process.
struct Shared {
  HostOptions options;
  const EngineFactory* make_engine = nullptr;
  int exit_code = 1;
};
Shared* shared = nullptr;

DWORD WINAPI control(DWORD code, DWORD event, void*, void* context) {
  HostRunner& runner = *static_cast<HostRunner*>(context);
  switch (request_of(code, event)) {
    case ControlRequest::Stop:
      runner.request_stop();
      return NO_ERROR;
    case ControlRequest::Resume:
      runner.resume();
      return NO_ERROR;
    case ControlRequest::TimeChange:
      runner.time_change();
      return NO_ERROR;
    case ControlRequest::SessionChange:
      runner.session_change();
      return NO_ERROR;
    case ControlRequest::Reload:
      runner.reload();
      return NO_ERROR;
    case ControlRequest::Nothing:
      return NO_ERROR;
    case ControlRequest::Unknown:
      break;
  }
  return ERROR_CALL_NOT_IMPLEMENTED;
}

[[noreturn]] void end_process(UINT code) {
  ::TerminateProcess(::GetCurrentProcess(), code);
  std::abort();
}

void WINAPI service_main(DWORD, wchar_t**) {
  const std::unique_ptr<EventLog> events = open_event_log();
  std::atomic<SERVICE_STATUS_HANDLE> handle{nullptr};
  HostRunner runner(shared->options, *events,
                    {[&handle](const HostStatus& status) {
                       SERVICE_STATUS told = to_service_status(status);
                       ::SetServiceStatus(handle, &told);
                     },
                     [] { end_process(1); }});
  handle = ::RegisterServiceCtrlHandlerExW(platform::to_wide(platform::kServiceName).c_str(), &control, &runner);
  if (handle.load() == nullptr) return;
  shared->exit_code = runner.run(*shared->make_engine).error == ErrorCode{} ? 0 : 1;
}

int run_service() {
  std::wstring name = platform::to_wide(platform::kServiceName);
  const SERVICE_TABLE_ENTRYW table[] = {{name.data(), &service_main}, {nullptr, nullptr}};
  if (::StartServiceCtrlDispatcherW(table) == 0) {
    const DWORD error = ::GetLastError();
    std::fprintf(stderr, "not started by the service manager (%s): give --console\n",
                 platform::describe_windows_error(error).c_str());
    return 2;
  }
  return shared->exit_code;
}

// The console's handler has no context either, and runs on a thread of its own at any time.
std::atomic<HostRunner*> console_runner{nullptr};
std::atomic<HANDLE> console_done{nullptr};

BOOL WINAPI console_control(DWORD event) {
  HostRunner* const runner = console_runner;
  if (runner == nullptr) return FALSE;
  runner->request_stop();
  // Windows ends the process when this returns from anything but a key.
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) ::WaitForSingleObject(console_done, 10'000);
  return TRUE;
}

int run_console() {
  const std::unique_ptr<EventLog> events = open_event_log();
  const platform::UniqueKernelHandle done(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  HostRunner runner(shared->options, *events, {[](const HostStatus&) {}, [] { end_process(1); }});
  console_done = done.get();
  console_runner = &runner;
  ::SetConsoleCtrlHandler(&console_control, TRUE);
  const HostStatus last = runner.run(*shared->make_engine);
  ::SetConsoleCtrlHandler(&console_control, FALSE);
  console_runner = nullptr;
  ::SetEvent(done.get());
  return last.error == ErrorCode{} ? 0 : 1;
}

}  // namespace

int run_host(const HostOptions& options, const EngineFactory& make_engine) {
  Shared mine{options, &make_engine, 1};
  shared = &mine;
  const int code = options.console ? run_console() : run_service();
  shared = nullptr;
  return code;
}

}  // namespace kigen::host

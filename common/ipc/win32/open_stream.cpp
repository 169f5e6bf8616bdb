#include <windows.h>

#include "common/ipc/server_trust.h"
#include "common/ipc/stream.h"
#include "common/platform/service_control.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::ipc {
namespace {

bool under_wine() {
  static const bool wine = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
  return wine;
}

ServerFacts gather_facts(HANDLE pipe, const Endpoint& endpoint, OpenOptions options) {
  ServerFacts facts{.default_endpoint = endpoint.is_default,
                    .accept_console_server = options.accept_console_server,
                    .wine = under_wine()};
  ULONG process = 0;
  if (::GetNamedPipeServerProcessId(pipe, &process) != 0) facts.pipe_server_process = process;
  if (auto service = platform::query_service()) facts.service_process = service->process_id;
  return facts;
}

}  // namespace

Result<Stream> open_stream(boost::asio::io_context& io, const Endpoint& endpoint, OpenOptions options) {
  // Identification lets the server learn who we are and forbids it to act as us.
  constexpr DWORD kFlags = FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
  platform::UniqueFile pipe(::CreateFileW(platform::to_wide(endpoint.address).c_str(), GENERIC_READ | GENERIC_WRITE, 0,
                                          nullptr, OPEN_EXISTING, kFlags, nullptr));
  if (!pipe) {
    const DWORD error = ::GetLastError();
    const auto code = error == ERROR_PIPE_BUSY       ? ErrorCode::TimedOut
                      : error == ERROR_ACCESS_DENIED ? ErrorCode::AccessDenied
                                                     : ErrorCode::PipeUnavailable;
    return Error(code, platform::describe_windows_error(error)).with("endpoint", to_string(endpoint));
  }
  if (Status trusted = trust_server(gather_facts(pipe.get(), endpoint, options)); !trusted) return trusted.error();
  Stream stream(io);
  boost::system::error_code error;
  stream.assign(pipe.get(), error);
  if (error) return Error(ErrorCode::PipeUnavailable, error.message()).with("endpoint", to_string(endpoint));
  (void)pipe.release();
  return stream;
}

}  // namespace kigen::ipc

#include <windows.h>

#include "common/keys/pkcs11/worker/run.h"
#include "common/keys/pkcs11/worker/serve.h"
#include "common/platform/win32/handle.h"

namespace kigen::keys::pkcs11 {
namespace {

bool read_all(HANDLE pipe, std::uint8_t* at, std::size_t size) {
  while (size > 0) {
    DWORD got = 0;
    if (::ReadFile(pipe, at, static_cast<DWORD>(size), &got, nullptr) == 0 || got == 0) return false;
    at += got;
    size -= got;
  }
  return true;
}

bool write_all(HANDLE pipe, const Octets& frame) {
  for (std::size_t done = 0; done < frame.size();) {
    DWORD put = 0;
    if (::WriteFile(pipe, frame.data() + done, static_cast<DWORD>(frame.size() - done), &put, nullptr) == 0) {
      return false;
    }
    done += put;
  }
  return true;
}

LONG WINAPI end_at_once(EXCEPTION_POINTERS* what) {
  ::TerminateProcess(::GetCurrentProcess(), what->ExceptionRecord->ExceptionCode);
  return EXCEPTION_EXECUTE_HANDLER;
}

// No dialog, no debugger and no error report, which would hold the PIN; libraries are sought in the system's folders
// alone.
void harden() {
  ::SetUnhandledExceptionFilter(end_at_once);
  ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  ::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
  ::SetDllDirectoryW(L"");
}

// The pipe, which neither the library nor what it starts sees any more.
platform::UniqueFile take_pipe() {
  const HANDLE given = ::GetStdHandle(STD_INPUT_HANDLE);
  if (given == nullptr || given == INVALID_HANDLE_VALUE || ::GetFileType(given) != FILE_TYPE_PIPE) return {};
  platform::UniqueFile pipe(given);
  ::SetHandleInformation(given, HANDLE_FLAG_INHERIT, 0);
  ::SetStdHandle(STD_INPUT_HANDLE, nullptr);
  return pipe;
}

}  // namespace

int run_worker() {
  harden();
  const platform::UniqueFile pipe = take_pipe();
  if (!pipe) return 2;
  Server server;
  for (;;) {
    std::uint8_t header[kFrameHeader];
    if (!read_all(pipe.get(), header, sizeof header)) return 0;
    const std::optional<std::size_t> size = payload_size(header);
    if (!size) return 3;
    Octets payload(*size);
    if (!read_all(pipe.get(), payload.data(), payload.size())) return 0;
    if (!write_all(pipe.get(), server.answer(payload))) return 0;
  }
}

}  // namespace kigen::keys::pkcs11

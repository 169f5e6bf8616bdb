#include <windows.h>

#include "common/keys/pkcs11/worker/run.h"

int WINAPI wWinMain(HINSTANCE /*instance*/, HINSTANCE /*previous*/, LPWSTR /*line*/, int /*show*/) {
  const int code = kigen::keys::pkcs11::run_worker();
  // Without the library's own ending, which nobody would wait for.
  ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(code));
  return code;
}

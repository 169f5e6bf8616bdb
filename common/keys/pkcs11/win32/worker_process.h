// The process kigen-token.exe with the only pipe that it knows. One thread.
#pragma once

#include <windows.h>

#include <string>

#include "common/base/result.h"
#include "common/platform/win32/handle.h"

namespace kigen::keys::pkcs11 {

struct WorkerProcess {
  platform::UniqueKernelHandle job;  ///< ends with its last handle, and the process with it
  platform::UniqueKernelHandle process;
  platform::UniqueFile pipe;  ///< overlapped
};
/// TokenLibraryFailed with the system's words.
[[nodiscard]] Result<WorkerProcess> start_worker_process(const std::wstring& program);

}  // namespace kigen::keys::pkcs11

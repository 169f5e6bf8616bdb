// Owners of the Windows handles that the platform and the host use.
#pragma once

#include <windows.h>

#include "common/base/unique_handle.h"

namespace kigen::platform {

/// Events, timers, threads, processes: invalid is null.
struct KernelTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CloseHandle(handle); }
};
using UniqueKernelHandle = UniqueHandle<KernelTraits>;

/// Files and pipes: invalid is INVALID_HANDLE_VALUE.
struct FileTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return INVALID_HANDLE_VALUE; }
  static void close(Handle handle) noexcept { ::CloseHandle(handle); }
};
using UniqueFile = UniqueHandle<FileTraits>;

struct ServiceTraits {
  using Handle = SC_HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CloseServiceHandle(handle); }
};
using UniqueService = UniqueHandle<ServiceTraits>;

/// What Windows allocated for us with LocalAlloc (security descriptors, SID strings).
struct LocalTraits {
  using Handle = void*;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle memory) noexcept { ::LocalFree(memory); }
};
using UniqueLocal = UniqueHandle<LocalTraits>;

}  // namespace kigen::platform

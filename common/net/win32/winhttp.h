// Owners of WinHTTP's handles and of the texts that it allocates.
#pragma once

#include <windows.h>

#include <winhttp.h>

#include "common/base/unique_handle.h"

namespace kigen::net {

struct WinHttpTraits {
  using Handle = HINTERNET;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::WinHttpCloseHandle(handle); }
};
using UniqueWinHttp = UniqueHandle<WinHttpTraits>;

struct GlobalTextTraits {
  using Handle = wchar_t*;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle text) noexcept { ::GlobalFree(text); }
};
using UniqueGlobalText = UniqueHandle<GlobalTextTraits>;

}  // namespace kigen::net

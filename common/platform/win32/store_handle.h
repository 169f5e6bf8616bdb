// An open certificate store, for reading and for watching.
#pragma once

#include <windows.h>

#include <wincrypt.h>

#include "common/base/result.h"
#include "common/base/unique_handle.h"
#include "common/platform/win32/certificate_store.h"

namespace kigen::platform {

struct StoreTraits {
  using Handle = HCERTSTORE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertCloseStore(handle, 0); }
};
using UniqueStore = UniqueHandle<StoreTraits>;

/// SourceUnavailable with {"source"} when Windows does not open it.
[[nodiscard]] Result<UniqueStore> open_my_store(StoreLocation location);

}  // namespace kigen::platform

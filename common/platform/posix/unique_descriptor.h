// A file descriptor that is closed at its end.
#pragma once

#include <unistd.h>

#include "common/base/unique_handle.h"

namespace kigen {

struct DescriptorTraits {
  using Handle = int;
  static Handle none() noexcept { return -1; }
  static void close(Handle handle) noexcept { ::close(handle); }
};
using UniqueDescriptor = UniqueHandle<DescriptorTraits>;

}  // namespace kigen

#include <windows.h>

#include <bcrypt.h>

#include <stdexcept>

#include "common/platform/random.h"

namespace kigen::platform {

void fill_random(std::span<std::uint8_t> bytes) {
  if (bytes.empty()) return;
  const NTSTATUS status =
      ::BCryptGenRandom(nullptr, bytes.data(), static_cast<ULONG>(bytes.size()), BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  if (status != 0) throw std::runtime_error("BCryptGenRandom failed");
}

}  // namespace kigen::platform

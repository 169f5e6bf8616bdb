// A root into the machine's store, by kigen-root-helper with "run as administrator". Waits while Windows asks the user.
#pragma once

#include <cstdint>
#include <span>

#include "common/base/result.h"

namespace kigen::keys {

/// RootRefused when the user said no to Windows' question; StoreNotWritable {system}.
[[nodiscard]] Status add_machine_root(std::span<const std::uint8_t> der);

}  // namespace kigen::keys

// Whether the root helper does what it was told. It runs as an administrator and is told by who is none: so it believes
// nothing, looks at the very octets that it then adds, and adds nothing but a root of exactly this thumbprint. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "common/keys/root_helper.h"

namespace kigen::roots {

/// Added when `der` may be added; else why not. `sha256`: 64 hexadecimal digits.
[[nodiscard]] keys::RootHelperAnswer judge(std::string_view sha256, std::span<const std::uint8_t> der);

}  // namespace kigen::roots

// Random bytes from the system's cryptographic generator. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace kigen::platform {

/// Fills `bytes`. A system without randomness is a broken invariant: throws std::runtime_error.
void fill_random(std::span<std::uint8_t> bytes);

/// 2 × `bytes` lower-case hexadecimal digits, such as an instance id (16 bytes).
[[nodiscard]] std::string random_hex(std::size_t bytes = 16);

}  // namespace kigen::platform

// Lower-case hexadecimal, as thumbprints and serial numbers are written everywhere in Kigen.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kigen {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// Both cases are read; nothing when the length is odd or a character is no digit.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

}  // namespace kigen

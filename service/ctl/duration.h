// Spans of days as people type them on a command line. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kigen::ctl {

/// "28d", "2w" or "28" → days, 0 to 36,500; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_days(std::string_view text) noexcept;

}  // namespace kigen::ctl

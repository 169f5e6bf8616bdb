// Credentials from standard input: lines "id=value", UTF-8, until the end of the input. The memory they pass through is
// wiped; no value is in an error.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/secret.h"

namespace kigen::silent {

using Lines = std::map<std::string, Secret, std::less<>>;
inline constexpr std::size_t kMaxInput = std::size_t{64} << 10;
inline constexpr std::size_t kMaxLines = 64;

/// Blank lines and those that begin with '#' are stepped over; a CR at a line's end is dropped. InvalidArgument
/// {argument "stdin", reason: "line" (no '='), "duplicate" {id}, "too_long"}.
[[nodiscard]] Result<Lines> parse_lines(std::string_view text);

/// All of standard input, at most kMaxInput octets. FileNotReadable, InvalidArgument {argument "stdin", "too_long"}.
[[nodiscard]] Result<Lines> read_standard_input();

}  // namespace kigen::silent

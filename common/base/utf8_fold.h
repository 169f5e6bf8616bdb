// Folding of UTF-8 text for comparisons, and a check that bytes are UTF-8 at all. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace kigen {

/// Well-formed UTF-8 (Unicode table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Lower case of Latin, Greek and Cyrillic letters; full-width ASCII and the ideographic space as half-width ones;
/// no-break spaces as spaces; soft hyphens and zero-width characters removed. Bytes that are no UTF-8 are kept as they
/// are.
[[nodiscard]] std::string fold_case_and_width(std::string_view text);

}  // namespace kigen

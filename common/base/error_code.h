// The stable Kigen codes (KGN-####). A number is never reused for another meaning; texts are in common/text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kigen {

enum class ErrorCode : std::uint16_t {
#define KIGEN_ERROR(number, name) name = number,
#include "common/base/error_codes.def"
#undef KIGEN_ERROR
};

/// "KGN-1101".
[[nodiscard]] std::string kgn(ErrorCode code);
/// "DatabaseCorrupt": the enumerator's name, as JSON carries it beside the number.
[[nodiscard]] std::string_view name(ErrorCode code) noexcept;
/// The code whose number is `number`, if there is one.
[[nodiscard]] std::optional<ErrorCode> error_code_from_number(int number) noexcept;

}  // namespace kigen

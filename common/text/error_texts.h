// The tables behind errors.h; patterns as phrase.h has them. Inside common/text only.
#pragma once

#include <array>
#include <span>

#include "common/base/error_code.h"
#include "common/text/phrase.h"

namespace kigen::text {

struct ErrorPatterns {
  ErrorCode code{};
  Both title, cause, remedy;
};

[[nodiscard]] std::span<const ErrorPatterns> general_error_patterns() noexcept;      ///< 1000 to 1299, 9000
[[nodiscard]] std::span<const ErrorPatterns> certificate_error_patterns() noexcept;  ///< 1300 to 1499
[[nodiscard]] std::span<const ErrorPatterns> service_error_patterns() noexcept;      ///< 1500 to 2099
[[nodiscard]] std::span<const ErrorPatterns> enrolment_error_patterns() noexcept;    ///< 2100 to 3099
[[nodiscard]] std::span<const ErrorPatterns> network_error_patterns() noexcept;      ///< 2005 to 2099
[[nodiscard]] std::span<const ErrorPatterns> key_error_patterns() noexcept;          ///< 2113 to 2199, 3100 to 3199
/// All of the above: every code stands in exactly one.
[[nodiscard]] std::array<std::span<const ErrorPatterns>, 6> error_tables() noexcept;

/// Words that come as the argument "reason", such as "range" or "too_many".
[[nodiscard]] std::span<const Word> reason_words() noexcept;

}  // namespace kigen::text

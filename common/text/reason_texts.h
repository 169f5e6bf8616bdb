// The table behind reasons.h; patterns as phrase.h has them. Inside common/text only.
#pragma once

#include <span>

#include "common/text/phrase.h"

namespace kigen::text {

struct ReasonPattern {
  std::string_view code;
  Both text;
};

[[nodiscard]] std::span<const ReasonPattern> reason_patterns() noexcept;

}  // namespace kigen::text

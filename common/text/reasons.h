// The sentences of reasons: why a certificate has its status, what happens next, notices, findings of the doctor.
// Pure: any thread. Results are UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "common/base/reason.h"
#include "common/text/language.h"

namespace kigen::text {

/// Instants among the arguments are said as dates in `calendar`, relative to `now`. A code that is not known (a newer
/// service) gives its words and arguments: "some new code (days: 12)". Arguments are treated as in error_text.
[[nodiscard]] std::string reason_text(Language language, const Reason& reason, Instant now,
                                      const LocalCalendar& calendar);
/// The sentence of a next step, its time included.
[[nodiscard]] std::string next_step_text(Language language, const NextStep& step, Instant now,
                                         const LocalCalendar& calendar);
/// Whether the code has a sentence of its own.
[[nodiscard]] bool knows_reason(std::string_view code) noexcept;

}  // namespace kigen::text

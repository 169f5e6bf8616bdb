// Dates, reasons and errors as the tray's windows say them, in the context's language and calendar. Pure.
#pragma once

#include <string>

#include "common/base/error.h"
#include "common/base/reason.h"
#include "common/base/time.h"
#include "tray/model/context.h"

namespace kigen::tray {

/// "Wednesday, 2 December", with the year when it is not this one.
[[nodiscard]] std::string long_date(const Context& context, Instant instant);
/// "2 Dec 2026", 「2026/12/02」: for columns.
[[nodiscard]] std::string column_date(const Context& context, Instant instant);
/// column_date with the time.
[[nodiscard]] std::string column_time(const Context& context, Instant instant);
/// "today 18:00", "tomorrow 09:12", else date and time.
[[nodiscard]] std::string when_soon(const Context& context, Instant instant);

[[nodiscard]] std::string reason_words(const Context& context, const Reason& reason);
[[nodiscard]] std::string next_step_words(const Context& context, const NextStep& step);
/// What happened, in one sentence, with the code behind it.
[[nodiscard]] std::string error_words(const Context& context, const Error& error);

}  // namespace kigen::tray

#include "tray/model/words.h"

#include <fmt/format.h>

#include <chrono>

#include "common/text/dates.h"
#include "common/text/errors.h"
#include "common/text/reasons.h"
#include "common/text/tray_text.h"

namespace kigen::tray {

std::string long_date(const Context& context, Instant instant) {
  return text::short_date(context.language, instant, context.now, *context.calendar);
}

std::string column_date(const Context& context, Instant instant) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date(context.calendar->date_of(instant));
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned day = static_cast<unsigned>(date.day());
  if (context.language == text::Language::Japanese) return fmt::format("{}/{:02}/{:02}", year, month, day);
  return fmt::format("{} {} {}", day, kMonths[month - 1], year);
}

std::string column_time(const Context& context, Instant instant) {
  return column_date(context, instant) + " " + text::clock_time(instant, *context.calendar);
}

std::string when_soon(const Context& context, Instant instant) {
  return text::moment(context.language, instant, context.now, *context.calendar);
}

std::string reason_words(const Context& context, const Reason& reason) {
  return text::reason_text(context.language, reason, context.now, *context.calendar);
}

std::string next_step_words(const Context& context, const NextStep& step) {
  return text::next_step_text(context.language, step, context.now, *context.calendar);
}

std::string error_words(const Context& context, const Error& error) {
  return text::error_line(context.language, text::error_text(context.language, error).title,
                          text::error_code_text(error));
}

}  // namespace kigen::tray

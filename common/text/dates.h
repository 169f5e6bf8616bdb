// Dates and times as people say them, in the user's calendar. Pure: any thread. Results are UTF-8.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/time.h"
#include "common/text/language.h"

namespace kigen::text {

/// "2026年12月2日(水)" / "Wednesday, 2 December 2026".
[[nodiscard]] std::string long_date(Language language, Instant instant, const LocalCalendar& calendar);
/// The same without the year when it is the year of `now`.
[[nodiscard]] std::string short_date(Language language, Instant instant, Instant now, const LocalCalendar& calendar);
/// "18:00", by the clock on the wall.
[[nodiscard]] std::string clock_time(Instant instant, const LocalCalendar& calendar);

/// 「今日」「明日」「あと12日」「昨日」「3日前」 / "today", "tomorrow", "in 12 days", "yesterday", "3 days ago".
[[nodiscard]] std::string relative_days(Language language, std::int64_t days);
/// 「12日」 / "1 day", "12 days"; without sign.
[[nodiscard]] std::string day_count(Language language, std::int64_t days);

/// For labels: 「今日 18:00」「明日 09:12」「12月2日(水) 09:12」 / "today 18:00", "tomorrow 09:12", "Wednesday, 2
/// December 09:12".
[[nodiscard]] std::string moment(Language language, Instant instant, Instant now, const LocalCalendar& calendar);
/// Inside a sentence: as above in Japanese; "today at 18:00", "on Wednesday, 2 December at 09:12" in English.
[[nodiscard]] std::string moment_in_sentence(Language language, Instant instant, Instant now,
                                             const LocalCalendar& calendar);

}  // namespace kigen::text

// Retry-After (RFC 9110 10.2.3) and HTTP dates (RFC 9110 5.6.7). Pure functions, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "common/base/time.h"

namespace kigen::est {

/// What is waited when the RA names no time that can be read.
inline constexpr std::chrono::seconds kDefaultRetry{300};

/// IMF-fixdate, RFC 850's form and asctime's. `now` decides the century of a year of two digits: a date more than 50
/// years ahead means the past. Nothing when it is none of them.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text, Instant now);

/// Seconds from `now`: delay-seconds or a date, never less than kMinRetry nor more than kMaxRetry (client.h); a date
/// that has passed is kMinRetry; kDefaultRetry for anything else.
[[nodiscard]] std::chrono::seconds read_retry_after(std::string_view header, Instant now);

}  // namespace kigen::est

#include "common/est/retry_after.h"

#include <gtest/gtest.h>

#include "common/est/client.h"

namespace kigen::est::testing {
namespace {

using namespace std::chrono_literals;

// 1994-11-06 08:49:37, the moment of RFC 9110 5.6.7.
constexpr Instant kMoment = from_unix(784'111'777);
const Instant kReceived = *from_rfc3339("2026-11-20T13:30:00Z");

TEST(HttpDate, HasThreeForms) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", kReceived), kMoment);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", kReceived), kMoment);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", kReceived), kMoment);
  EXPECT_EQ(parse_http_date("Wed Nov 16 08:49:37 1994", kReceived), kMoment + 10 * 24h);
}

TEST(HttpDate, TakesAYearOfTwoDigitsForTheNearest) {
  const Instant late = *from_rfc3339("2076-12-31T00:00:00Z"), old = *from_rfc3339("1977-01-01T00:00:00Z");
  EXPECT_EQ(parse_http_date("Thursday, 31-Dec-76 00:00:00 GMT", kReceived), late);
  EXPECT_EQ(parse_http_date("Saturday, 01-Jan-77 00:00:00 GMT", kReceived), old);
}

TEST(HttpDate, TakesALeapSecondForTheOneBefore) {
  EXPECT_EQ(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", kReceived), *from_rfc3339("2016-12-31T23:59:59Z"));
}

TEST(HttpDate, IsNothingElse) {
  for (const char* text :
       {"", "tomorrow", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 29 Feb 2026 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 6 08:49:37 1994"}) {
    EXPECT_FALSE(parse_http_date(text, kReceived)) << text;
  }
}

TEST(RetryAfter, IsSecondsWithinBounds) {
  EXPECT_EQ(read_retry_after("120", kReceived), 120s);
  EXPECT_EQ(read_retry_after(" 120 ", kReceived), 120s);
  EXPECT_EQ(read_retry_after("0", kReceived), kMinRetry);
  EXPECT_EQ(read_retry_after("29", kReceived), kMinRetry);
  EXPECT_EQ(read_retry_after("604801", kReceived), kMaxRetry);
  EXPECT_EQ(read_retry_after("99999999999999999999999999", kReceived), kMaxRetry);
}

TEST(RetryAfter, IsADateSeenFromNow) {
  EXPECT_EQ(read_retry_after("Fri, 20 Nov 2026 13:35:00 GMT", kReceived), 300s);
  EXPECT_EQ(read_retry_after("Friday, 20-Nov-26 13:32:00 GMT", kReceived), 120s);
  EXPECT_EQ(read_retry_after("Fri Nov 20 13:31:00 2026", kReceived), 60s);
  EXPECT_EQ(read_retry_after("Fri, 20 Nov 2026 13:00:00 GMT", kReceived), kMinRetry);
  EXPECT_EQ(read_retry_after("Fri, 20 Nov 2099 13:00:00 GMT", kReceived), kMaxRetry);
}

TEST(RetryAfter, HasADefaultForWhatCannotBeRead) {
  for (const char* text : {"", "soon", "-5", "1.5", "0x20"})
    EXPECT_EQ(read_retry_after(text, kReceived), kDefaultRetry);
}

}  // namespace
}  // namespace kigen::est::testing

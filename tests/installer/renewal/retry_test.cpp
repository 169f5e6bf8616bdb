#include "installer/wizard/renewal/retry.h"

#include <gtest/gtest.h>

#include <limits>

namespace kigen::renewal {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kMoment = from_unix(1'795'000'000);
constexpr double kLast = 0.999999;

TEST(BackOff, DoublesWithinAQuarterUpToItsCap) {
  seconds base = kFirst;
  for (int failures = 1; failures < 40; ++failures) {
    EXPECT_EQ(back_off(failures, 0.0), std::min(seconds(base.count() * 3 / 4), kLongest));
    EXPECT_GE(back_off(failures, kLast), base);
    EXPECT_LE(back_off(failures, kLast), kLongest);
    EXPECT_GE(back_off(failures, 0.0), kFloor);
    base = std::min(base * 2, kLongest);
  }
}

TEST(BackOff, TakesNoNumberForTheMiddle) {
  EXPECT_EQ(back_off(1, std::numeric_limits<double>::quiet_NaN()), kFirst);
  EXPECT_EQ(back_off(1, 7.0), kFirst);
  EXPECT_GE(back_off(-5, 0.0), kFloor);
}

TEST(WaitAsAsked, IsNeverShorterThanAskedNorThanTheFloor) {
  EXPECT_EQ(wait_as_asked(seconds{0}, 0.0), kFloor);
  EXPECT_EQ(wait_as_asked(seconds{-9}, 0.0), kFloor);
  EXPECT_EQ(wait_as_asked(minutes{10}, 0.0), minutes{10});
  EXPECT_GT(wait_as_asked(minutes{10}, kLast), minutes{10});
  EXPECT_LE(wait_as_asked(minutes{10}, kLast), minutes{11});
  EXPECT_LE(wait_as_asked(hours{24 * 365}, kLast), kLongestAsked + kLongestAsked / 10);
}

TEST(NextAttempt, HonoursWhatTheServerAskedFor) {
  Failed failed{.code = ErrorCode::RaSystemError, .failures = 1, .retry_after = hours{6}, .until = {}};
  EXPECT_EQ(next_attempt(failed, kMoment, 0.0), kMoment + hours{6});
  failed.retry_after = seconds{1};
  EXPECT_EQ(next_attempt(failed, kMoment, 0.0), kMoment + back_off(1, 0.0));
}

TEST(NextAttempt, WaitsForALockToEndAndALittleMore) {
  Failed failed{.code = ErrorCode::AccountLocked, .failures = 1, .retry_after = {}, .until = kMoment + hours{5}};
  EXPECT_EQ(next_attempt(failed, kMoment, 0.0), kMoment + hours{5});
  EXPECT_GT(*next_attempt(failed, kMoment, 0.5), kMoment + hours{5});
  failed.until = kMoment - hours{1};
  EXPECT_EQ(next_attempt(failed, kMoment, 0.0), kMoment + back_off(1, 0.0));
  failed.until = kMoment + hours{24 * 3650};
  EXPECT_LE(*next_attempt(failed, kMoment, kLast), kMoment + kLongestAsked + kFirst);
}

TEST(NextAttempt, IsNoneWhereAPersonIsNeeded) {
  for (const ErrorCode code : {ErrorCode::CredentialsWrong, ErrorCode::Code2Wrong, ErrorCode::AlreadyIssued,
                               ErrorCode::RootDiffers, ErrorCode::KeyUseRefused}) {
    EXPECT_FALSE(next_attempt({.code = code, .failures = 1, .retry_after = {}, .until = {}}, kMoment, 0.5))
        << name(code);
  }
  for (const ErrorCode code : {ErrorCode::HostTimedOut, ErrorCode::RaSystemError, ErrorCode::ConnectionLost}) {
    EXPECT_TRUE(next_attempt({.code = code, .failures = 1, .retry_after = {}, .until = {}}, kMoment, 0.5))
        << name(code);
  }
}

TEST(NotBefore, KeepsTheFloorBetweenTwoRequests) {
  EXPECT_EQ(not_before(kMoment, kMoment), kMoment + kFloor);
  EXPECT_EQ(not_before(kMoment, kMoment + hours{1}), kMoment + hours{1});
  EXPECT_EQ(not_before(std::nullopt, kMoment), kMoment);
}

}  // namespace
}  // namespace kigen::renewal

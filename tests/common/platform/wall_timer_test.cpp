#include "common/platform/wall_timer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <cerrno>
#include <vector>

namespace kigen::platform {
namespace {

using namespace std::chrono_literals;

struct WallTimerTest : testing::Test {
  WallTimer::Handler record() {
    return [this](Result<WallWake> wake) { wakes.push_back(wake.value()); };
  }
  Instant now() const { return SystemClock().now(); }
  void run_until(std::size_t count) {
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (wakes.size() < count && std::chrono::steady_clock::now() < deadline) io.run_one_until(deadline);
  }

  boost::asio::io_context io;
  std::vector<WallWake> wakes;
};

TEST_F(WallTimerTest, FiresAtAnInstantThatHasPassed) {
  for (const Instant at : {now() - 1h, from_unix(0), from_unix(-5'000'000'000)}) {
    WallTimer timer(io);
    wakes.clear();
    timer.wait(at, record());
    run_until(1);
    EXPECT_EQ(wakes, std::vector{WallWake::Deadline});
  }
}

TEST_F(WallTimerTest, FiresNotBeforeTheInstant) {
  WallTimer timer(io);
  const Instant at = now() + 2s;
  timer.wait(at, record());
  run_until(1);
  ASSERT_EQ(wakes, std::vector{WallWake::Deadline});
  EXPECT_GE(now(), at);
  EXPECT_LE(now(), at + 5s);
}

TEST_F(WallTimerTest, AcceptsInstantsBeyondWhatTheSystemCounts) {
  WallTimer timer(io);
  timer.wait(from_unix(253'402'300'799), record());  // the end of year 9999
  EXPECT_EQ(io.run_for(50ms), 0U);
  timer.cancel();
  run_until(1);
  EXPECT_EQ(wakes, std::vector{WallWake::Cancelled});
}

TEST_F(WallTimerTest, EndsWithClockChangedWhenToldSo) {
  WallTimer timer(io);
  timer.wait(now() + 1h, record());
  timer.clock_changed();
  EXPECT_TRUE(wakes.empty()) << "the handler must not run inside the call";
  run_until(1);
  EXPECT_EQ(wakes, std::vector{WallWake::ClockChanged});
}

TEST_F(WallTimerTest, IgnoresAClockChangeThatNobodyWaitsFor) {
  WallTimer timer(io);
  timer.clock_changed();
  timer.cancel();
  io.run();
  EXPECT_TRUE(wakes.empty());
}

TEST_F(WallTimerTest, ANewWaitTakesThePlaceOfTheOld) {
  WallTimer timer(io);
  timer.wait(now() + 1h, record());
  timer.wait(now() - 1s, record());
  run_until(2);
  EXPECT_EQ(wakes, (std::vector{WallWake::Cancelled, WallWake::Deadline}));
}

TEST_F(WallTimerTest, CallsOnceWhenADeadlineAndACancelMeet) {
  WallTimer timer(io);
  timer.wait(now() - 1s, record());
  boost::asio::post(io, [&] { timer.cancel(); });
  run_until(1);
  io.restart();
  io.run_for(50ms);
  EXPECT_EQ(wakes.size(), 1U);
}

TEST_F(WallTimerTest, CanBeArmedAgainFromItsHandler) {
  WallTimer timer(io);
  timer.wait(now() - 1s, [&](Result<WallWake> wake) {
    wakes.push_back(wake.value());
    timer.wait(now() - 1s, record());
  });
  run_until(2);
  EXPECT_EQ(wakes, (std::vector{WallWake::Deadline, WallWake::Deadline}));
}

TEST_F(WallTimerTest, DropsTheHandlerWhenDestroyed) {
  {
    WallTimer timer(io);
    timer.wait(now() - 1s, record());
    timer.clock_changed();
  }
  io.run();
  EXPECT_TRUE(wakes.empty());
}

// Setting the machine's clock is not for a test; the kernel's answer after a change is ECANCELED (timerfd_create(2)).
TEST(TimerRead, TellsDeadlineFromClockChangeFromFailure) {
  EXPECT_EQ(detail::wake_from_timer_read(8, 0).value(), WallWake::Deadline);
  EXPECT_EQ(detail::wake_from_timer_read(-1, ECANCELED).value(), WallWake::ClockChanged);
  EXPECT_FALSE(detail::wake_from_timer_read(-1, EIO));
  EXPECT_FALSE(detail::wake_from_timer_read(0, 0));
}

}  // namespace
}  // namespace kigen::platform

#include "service/check/schedule.h"

#include <gtest/gtest.h>

#include "tests/support/zones.h"

namespace kigen::check {
namespace {

using namespace std::chrono;
using test::kNow;

constexpr Trigger kOthers[] = {Trigger::Resume, Trigger::TimeChange, Trigger::SessionChange, Trigger::SourceChange,
                               Trigger::OnDemand};

TEST(Schedule, ChecksAndSetsTheFirstDeadlineAtTheFirstStart) {
  const ScheduleStep step = on_event({}, Trigger::Start, kNow);
  EXPECT_EQ(step.run, Trigger::Start);
  EXPECT_TRUE(step.persist);
  EXPECT_EQ(step.schedule.next_check, kNow + hours{24});
}

TEST(Schedule, KeepsADeadlineThatIsStillAheadAtStart) {
  const ScheduleStep step = on_event({kNow + hours{5}, 24}, Trigger::Start, kNow);
  EXPECT_EQ(step.run, Trigger::Start);
  EXPECT_FALSE(step.persist);
  EXPECT_EQ(step.schedule.next_check, kNow + hours{5});
}

TEST(Schedule, ChecksAtTheDeadlineToTheSecond) {
  const Schedule schedule{kNow, 24};
  EXPECT_FALSE(on_event(schedule, Trigger::Interval, kNow - seconds{1}).run);
  const ScheduleStep step = on_event(schedule, Trigger::Interval, kNow);
  EXPECT_EQ(step.run, Trigger::Interval);
  EXPECT_EQ(step.schedule.next_check, kNow + hours{24});
  EXPECT_TRUE(step.persist);
}

TEST(Schedule, MakesUpManyMissedDeadlinesByOneCheck) {
  const Schedule schedule{kNow - days{30}, 1};
  const ScheduleStep resumed = on_event(schedule, Trigger::Resume, kNow);
  EXPECT_EQ(resumed.run, Trigger::Resume);
  EXPECT_EQ(resumed.schedule.next_check, kNow + hours{1});
  EXPECT_FALSE(on_event(resumed.schedule, Trigger::Interval, kNow + seconds{1}).run);
}

TEST(Schedule, ChecksOnEveryOtherEventWithoutMovingTheDeadline) {
  for (const Trigger trigger : kOthers) {
    const ScheduleStep step = on_event({kNow + hours{5}, 24}, trigger, kNow);
    EXPECT_EQ(step.run, trigger);
    EXPECT_FALSE(step.persist);
    EXPECT_EQ(step.schedule.next_check, kNow + hours{5});
  }
}

TEST(Schedule, SetsTheDeadlineAnewWhenTheClockWasSetBackByYears) {
  for (const Trigger trigger : {Trigger::Start, Trigger::TimeChange, Trigger::Interval}) {
    const ScheduleStep step = on_event({kNow + days{3650}, 6}, trigger, kNow);
    EXPECT_EQ(step.schedule.next_check, kNow + hours{6});
    EXPECT_TRUE(step.persist);
    EXPECT_EQ(step.run.has_value(), trigger != Trigger::Interval);
  }
}

TEST(Schedule, ChecksOnceWhenTheClockWasSetForwardByYears) {
  const Instant later = kNow + days{3650};
  const ScheduleStep step = on_event({kNow + hours{5}, 6}, Trigger::TimeChange, later);
  EXPECT_EQ(step.run, Trigger::TimeChange);
  EXPECT_EQ(step.schedule.next_check, later + hours{6});
}

TEST(Schedule, TakesANewIntervalAtOnce) {
  const Schedule schedule{kNow + hours{20}, 24};
  EXPECT_EQ(next_check_after_set(schedule, 6, kNow), kNow + hours{6});
  const ScheduleStep step = on_interval_set(schedule, 6, kNow);
  EXPECT_EQ(step.schedule.next_check, kNow + hours{6});
  EXPECT_EQ(step.schedule.interval_hours, 6);
  EXPECT_TRUE(step.persist);
  EXPECT_FALSE(step.run);
}

TEST(Schedule, LeavesTheDeadlineWhenTheSameIntervalIsSetAgain) {
  const ScheduleStep step = on_interval_set({kNow + hours{20}, 24}, 24, kNow);
  EXPECT_EQ(step.schedule.next_check, kNow + hours{20});
  EXPECT_FALSE(step.persist);
}

TEST(Schedule, DoesNotSwallowAnOverdueCheckWhenTheIntervalIsSet) {
  EXPECT_EQ(on_interval_set({kNow, 24}, 24, kNow).run, Trigger::Interval);
  EXPECT_EQ(on_interval_set({kNow - hours{1}, 24}, 72, kNow).run, Trigger::Interval);
}

TEST(Schedule, HoldsTheIntervalBetween1And72Hours) {
  EXPECT_EQ(on_event({std::nullopt, 0}, Trigger::Start, kNow).schedule.next_check, kNow + hours{1});
  EXPECT_EQ(on_event({std::nullopt, 1000}, Trigger::Start, kNow).schedule.next_check, kNow + hours{72});
  EXPECT_EQ(on_interval_set({kNow + hours{1}, 24}, -3, kNow).schedule.interval_hours, 1);
}

TEST(Schedule, WakesForWhateverComesFirstAndNeverInThePast) {
  const Schedule schedule{kNow + hours{24}, 24};
  EXPECT_EQ(wake_at(schedule, kNow, std::nullopt, std::nullopt), kNow + hours{24});
  EXPECT_EQ(wake_at(schedule, kNow, kNow + hours{1}, kNow + hours{2}), kNow + hours{1});
  EXPECT_EQ(wake_at(schedule, kNow, kNow + hours{3}, kNow + hours{2}), kNow + hours{2});
  EXPECT_EQ(wake_at(schedule, kNow, kNow - hours{3}, kNow), kNow + hours{24});
  EXPECT_GT(wake_at({kNow - hours{1}, 24}, kNow, std::nullopt, std::nullopt), kNow);
}

TEST(Schedule, NamesEveryTriggerAsMessagesDo) {
  EXPECT_EQ(to_string(Trigger::Start), "start");
  EXPECT_EQ(to_string(Trigger::Interval), "interval");
  EXPECT_EQ(to_string(Trigger::Resume), "resume");
  EXPECT_EQ(to_string(Trigger::TimeChange), "time_change");
  EXPECT_EQ(to_string(Trigger::SessionChange), "session_change");
  EXPECT_EQ(to_string(Trigger::SourceChange), "source_change");
  EXPECT_EQ(to_string(Trigger::OnDemand), "on_demand");
}

}  // namespace
}  // namespace kigen::check

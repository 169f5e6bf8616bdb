#include "service/host/host_state.h"

#include <gtest/gtest.h>

#include <vector>

namespace kigen::host {
namespace {

HostStatus after(const std::vector<HostEvent>& events, ErrorCode error = ErrorCode::DatabaseCorrupt) {
  HostStatus status;
  for (const HostEvent event : events) status = step(status, event, error).status;
  return status;
}

TEST(HostState, StartsPendingAndTakesNoControls) {
  const HostStatus status;
  EXPECT_EQ(status.state, HostState::Starting);
  EXPECT_GT(status.checkpoint, 0U);
  EXPECT_GT(status.wait_hint.count(), 1000) << "a tick comes each second";
  EXPECT_FALSE(status.accepts_controls);
}

TEST(HostState, GrowsItsCheckpointWhileSomethingIsPending) {
  EXPECT_EQ(after({HostEvent::Tick, HostEvent::Tick}).checkpoint, 3U);
  EXPECT_EQ(after({HostEvent::Ready, HostEvent::StopRequested, HostEvent::Tick}).checkpoint, 2U);
  EXPECT_FALSE(step(after({HostEvent::Ready}), HostEvent::Tick).report);
}

TEST(HostState, RunsOnlyWhenTheEngineIsReady) {
  const HostStep ready = step(HostStatus{}, HostEvent::Ready);
  EXPECT_EQ(ready.status.state, HostState::Running);
  EXPECT_EQ(ready.status.checkpoint, 0U);
  EXPECT_EQ(ready.status.wait_hint.count(), 0);
  EXPECT_TRUE(ready.status.accepts_controls);
  EXPECT_TRUE(ready.report);
}

TEST(HostState, StopsWithTheErrorOfAFailedStart) {
  const HostStep failed = step(HostStatus{}, HostEvent::Failed, ErrorCode::DatabaseNewer);
  EXPECT_EQ(failed.status.state, HostState::Stopped);
  EXPECT_EQ(failed.status.error, ErrorCode::DatabaseNewer);
  EXPECT_EQ(failed.action, HostAction::Finish);
}

TEST(HostState, StopsTheEngineOnceWhenAsked) {
  const HostStep stopping = step(after({HostEvent::Ready}), HostEvent::StopRequested);
  EXPECT_EQ(stopping.status.state, HostState::Stopping);
  EXPECT_EQ(stopping.action, HostAction::StopEngine);
  EXPECT_FALSE(stopping.status.accepts_controls);
  EXPECT_EQ(step(stopping.status, HostEvent::StopRequested).action, HostAction::None);
  const HostStep stopped = step(stopping.status, HostEvent::EngineStopped);
  EXPECT_EQ(stopped.status.state, HostState::Stopped);
  EXPECT_EQ(stopped.status.error, ErrorCode{});
  EXPECT_EQ(stopped.action, HostAction::Finish);
}

TEST(HostState, CanBeStoppedWhileItStarts) {
  EXPECT_EQ(step(HostStatus{}, HostEvent::StopRequested).action, HostAction::StopEngine);
  EXPECT_EQ(after({HostEvent::StopRequested, HostEvent::Ready}).state, HostState::Stopping);
}

TEST(HostState, KeepsTheReasonWhenTheEngineGivesUp) {
  EXPECT_EQ(after({HostEvent::Ready, HostEvent::Failed, HostEvent::EngineStopped}).error, ErrorCode::DatabaseCorrupt);
  EXPECT_EQ(after({HostEvent::StartOverdue, HostEvent::EngineStopped}).error, ErrorCode::TimedOut);
}

TEST(HostState, IsLeftByForceWhenTheStopHangs) {
  const HostStep overdue = step(after({HostEvent::Ready, HostEvent::StopRequested}), HostEvent::StopOverdue);
  EXPECT_EQ(overdue.status.state, HostState::Stopped);
  EXPECT_EQ(overdue.action, HostAction::Abandon);
}

TEST(HostState, EndsForGoodWhenStopped) {
  const HostStatus stopped = after({HostEvent::Failed});
  for (const HostEvent event : {HostEvent::Tick, HostEvent::Ready, HostEvent::Failed, HostEvent::StopRequested,
                                HostEvent::EngineStopped, HostEvent::StopOverdue, HostEvent::StartOverdue}) {
    const HostStep next = step(stopped, event);
    EXPECT_EQ(next.status, stopped);
    EXPECT_EQ(next.action, HostAction::None);
    EXPECT_FALSE(next.report);
  }
}

TEST(RestartHelps, NotWhereTheNextStartMustEndTheSameWay) {
  EXPECT_TRUE(restart_helps(ErrorCode::Internal));
  EXPECT_FALSE(restart_helps(ErrorCode::DatabaseNewer));
  EXPECT_FALSE(restart_helps(ErrorCode{}));
}

}  // namespace
}  // namespace kigen::host

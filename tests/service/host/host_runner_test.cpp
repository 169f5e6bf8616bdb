#include "service/host/host_runner.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace kigen::host {
namespace {

class RecordedEvents final : public EventLog {
 public:
  using EventLog::report;
  void report(EventId id, std::span<const std::string>) noexcept override {
    const std::lock_guard lock(mutex);
    ids.push_back(id);
  }
  std::mutex mutex;
  std::vector<EventId> ids;
};

struct Script {
  std::function<void(const EngineContext&, std::function<void()>, std::function<void(Error)>)> start =
      [](const EngineContext&, std::function<void()> ready, std::function<void(Error)>) { ready(); };
  std::function<void(std::function<void()>)> stop = [](std::function<void()> stopped) { stopped(); };
  std::function<void()> called = [] {};
  std::vector<std::string> calls;
};

class ScriptedEngine final : public Engine {
 public:
  ScriptedEngine(const EngineContext& context, Script& script) : context_(context), script_(script) {}
  ~ScriptedEngine() override { script_.calls.push_back("destroyed"); }
  void start(std::function<void()> ready, std::function<void(Error)> failed) override {
    script_.start(context_, std::move(ready), std::move(failed));
  }
  void on_resume() override { record("resume"); }
  void on_time_change() override { record("time"); }
  void on_session_change() override { record("session"); }
  void on_reload() override { record("reload"); }
  void stop(std::function<void()> stopped) override {
    script_.calls.push_back("stop");
    script_.stop(std::move(stopped));
  }

 private:
  void record(const char* what) {
    script_.calls.push_back(what);
    script_.called();
  }
  EngineContext context_;
  Script& script_;
};

struct HostRunnerTest : testing::Test {
  HostRunnerTest()
      : runner(options, events, {[this](const HostStatus& status) { told.push_back(status.state); }, [] {}}) {}

  HostStatus run() {
    return runner.run(
        [this](const EngineContext& context) { return std::make_unique<ScriptedEngine>(context, script); });
  }

  HostOptions options{.console = true, .stop_limit = std::chrono::seconds{20}};
  RecordedEvents events;
  std::vector<HostState> told;
  Script script;
  HostRunner runner;
};

using S = HostState;
using Calls = std::vector<std::string>;

TEST_F(HostRunnerTest, StartsNothingWhenItWasAskedToStopBefore) {
  runner.request_stop();
  EXPECT_EQ(run().error, ErrorCode{});
  EXPECT_EQ(told.back(), S::Stopped);
  EXPECT_EQ(script.calls, Calls{});
}

TEST_F(HostRunnerTest, DeliversWhatHappenedOnceTheEngineIsReady) {
  runner.resume();
  runner.resume();
  runner.time_change();
  runner.session_change();
  runner.reload();
  script.called = [&] {
    if (script.calls.size() == 4) runner.request_stop();
  };
  run();
  EXPECT_EQ(script.calls, (Calls{"resume", "time", "session", "reload", "stop", "destroyed"}));
  EXPECT_EQ(told, (std::vector{S::Starting, S::Running, S::Stopping, S::Stopped}));
  EXPECT_EQ(events.ids, (std::vector{EventId::ServiceStarted, EventId::ServiceStopped}));
}

TEST_F(HostRunnerTest, EndsWithTheErrorOfAFailedStartAndNeverRuns) {
  script.start = [](const EngineContext&, std::function<void()>, std::function<void(Error)> failed) {
    failed(Error(ErrorCode::DatabaseNewer));
  };
  EXPECT_EQ(run().error, ErrorCode::DatabaseNewer);
  EXPECT_EQ(told, (std::vector{S::Starting, S::Stopped}));
  EXPECT_EQ(script.calls, (Calls{"destroyed"}));
  EXPECT_EQ(events.ids, (std::vector{EventId::ServiceStartFailed}));
}

TEST_F(HostRunnerTest, StopsInOrderWhenTheEngineGivesUp) {
  script.start = [](const EngineContext& context, std::function<void()> ready, std::function<void(Error)>) {
    ready();
    context.fail(Error(ErrorCode::DatabaseFailed));
  };
  EXPECT_EQ(run().error, ErrorCode::DatabaseFailed);
  EXPECT_EQ(script.calls, (Calls{"stop", "destroyed"}));
  EXPECT_EQ(events.ids, (std::vector{EventId::ServiceStarted, EventId::ServiceGaveUp}));
}

TEST_F(HostRunnerTest, TurnsAnExceptionIntoAnOrderlyStop) {
  script.start = [](const EngineContext& context, std::function<void()> ready, std::function<void(Error)>) {
    ready();
    boost::asio::post(context.io, [] { throw std::runtime_error("broken"); });
  };
  EXPECT_EQ(run().error, ErrorCode::Internal);
  EXPECT_EQ(script.calls, (Calls{"stop", "destroyed"}));
  EXPECT_EQ(events.ids.front(), EventId::ServiceStarted);
  EXPECT_EQ(events.ids.at(1), EventId::InternalError);
}

TEST_F(HostRunnerTest, SurvivesAFactoryThatThrows) {
  const HostStatus last =
      runner.run([](const EngineContext&) -> std::unique_ptr<Engine> { throw std::runtime_error("no engine"); });
  EXPECT_EQ(last.error, ErrorCode::Internal);
}

TEST(HostRunnerWatchdog, AbandonsAStopThatHangs) {
  RecordedEvents events;
  Script script;
  std::function<void()> release;
  script.stop = [&](std::function<void()> stopped) { release = std::move(stopped); };
  HostRunner* self = nullptr;
  std::vector<HostState> told;
  bool abandoned = false;
  // In the test the process goes on: the Engine is let go, as if it had come back a moment too late.
  HostRunner runner({.console = true, .stop_limit = std::chrono::milliseconds{50}}, events,
                    {[&](const HostStatus& status) { told.push_back(status.state); },
                     [&] {
                       abandoned = true;
                       boost::asio::post(self->io(), [&] { release(); });
                     }});
  self = &runner;
  script.start = [&](const EngineContext&, std::function<void()> ready, std::function<void(Error)>) {
    ready();
    runner.request_stop();
  };
  (void)runner.run([&](const EngineContext& context) { return std::make_unique<ScriptedEngine>(context, script); });
  EXPECT_TRUE(abandoned);
  EXPECT_NE(std::find(events.ids.begin(), events.ids.end(), EventId::ServiceStopForced), events.ids.end());
}

}  // namespace
}  // namespace kigen::host

// The client of programs with windows, against a real server.
#include "common/ipc/async_client.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "harness.h"

namespace kigen::pipe {
namespace {

/// A program's own thread: runs what is posted to it when the test says so.
class ProgramThread {
 public:
  ipc::Executor executor() {
    return [this](std::function<void()> work) {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(work));
      changed_.notify_one();
    };
  }
  /// Runs posted work until `done`; false after 10 s.
  bool run_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!done()) {
      std::function<void()> work;
      {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_until(lock, deadline, [this] { return !queue_.empty(); })) return false;
        work = std::move(queue_.front());
        queue_.pop_front();
      }
      work();
    }
    return true;
  }
  void run_all() {
    std::deque<std::function<void()>> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(queue_);
    }
    for (auto& work : all) work();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
};

struct Seen {
  int connected = 0;
  int disconnected = 0;
  std::optional<Error> why;
  std::vector<ipc::Push> pushes;

  ipc::AsyncClientEvents events() {
    return {.connected = [this](const ipc::HelloResult&) { ++connected; },
            .disconnected =
                [this](const Error& error, std::chrono::milliseconds) {
                  ++disconnected;
                  why = error;
                },
            .pushed = [this](const ipc::Push& push) { pushes.push_back(push); }};
  }
};

ipc::ClientOptions options_for(const ipc::Endpoint& endpoint) {
  return {.endpoint = endpoint, .client = "tray", .version = "1", .accept_console_server = true};
}

TEST(AsyncClient, SubscribesAndHandsOverWhatIsPushed) {
  RunningServer running;
  ProgramThread program;
  Seen seen;
  ipc::AsyncClient client(options_for(running.endpoint), program.executor(), seen.events());
  client.start();
  ASSERT_TRUE(program.run_until([&] { return seen.connected == 1 && seen.pushes.size() == 1; }));
  EXPECT_EQ(std::get<ipc::StatusResult>(seen.pushes[0]).total, 1000);
  running.on_server(
      [&] { running.server().push(running.service.subscribers.at(0).connection, ipc::UnreadResult{.unread = 8}); });
  ASSERT_TRUE(program.run_until([&] { return seen.pushes.size() == 2; }));
  EXPECT_EQ(std::get<ipc::UnreadResult>(seen.pushes[1]).unread, 8);
}

TEST(AsyncClient, AnswersCallsOnTheProgramsThread) {
  RunningServer running;
  ProgramThread program;
  Seen seen;
  ipc::AsyncClient client(options_for(running.endpoint), program.executor(), seen.events(), false);
  client.start();
  ASSERT_TRUE(program.run_until([&] { return seen.connected == 1; }));
  std::vector<std::size_t> sizes;
  std::thread::id answered_on;
  for (std::int64_t limit = 1; limit <= 50; ++limit) {
    client.call(ipc::kList, {.limit = limit}, [&](Result<ipc::ListResult> page) {
      sizes.push_back(page ? page->items.size() : 0);
      answered_on = std::this_thread::get_id();
    });
  }
  ASSERT_TRUE(program.run_until([&] { return sizes.size() == 50; }));
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(sizes[i], i + 1);
  EXPECT_EQ(answered_on, std::this_thread::get_id());
}

TEST(AsyncClient, SaysThatItIsNotConnectedAndConnectsWhenItCan) {
  const ipc::Endpoint endpoint = fresh_endpoint();
  ProgramThread program;
  Seen seen;
  ipc::AsyncClient client(options_for(endpoint), program.executor(), seen.events());
  client.start();
  ASSERT_TRUE(program.run_until([&] { return seen.disconnected >= 1; }));
  EXPECT_EQ(seen.why->code, ErrorCode::PipeUnavailable);
  std::optional<Error> refused;
  client.call(ipc::kStatus, {}, [&](const Result<ipc::StatusResult>& status) { refused = status.error(); });
  ASSERT_TRUE(program.run_until([&] { return refused.has_value(); }));
  EXPECT_EQ(refused->code, ErrorCode::PipeUnavailable);
  {
    RunningServer running({}, endpoint);
    client.reconnect_now();
    ASSERT_TRUE(program.run_until([&] { return seen.connected == 1; }));
  }
  const int before = seen.disconnected;
  ASSERT_TRUE(program.run_until([&] { return seen.disconnected > before; }));
  RunningServer again({}, endpoint);
  ASSERT_TRUE(program.run_until([&] { return seen.connected == 2; }));
}

TEST(AsyncClient, FailsTheCallsThatWaitWhenTheServiceGoes) {
  auto running = std::make_unique<RunningServer>();
  ProgramThread program;
  Seen seen;
  ipc::AsyncClient client(options_for(running->endpoint), program.executor(), seen.events(), false);
  client.start();
  ASSERT_TRUE(program.run_until([&] { return seen.connected == 1; }));
  std::optional<Error> error;
  client.call(ipc::kCheckRun, {}, [&](const Result<ipc::CheckRun>& run) { error = run.error(); });
  ASSERT_TRUE(running->eventually([&] { return running->service.held.size() == 1; }));
  running.reset();
  ASSERT_TRUE(program.run_until([&] { return error.has_value() && seen.disconnected == 1; }));
  EXPECT_EQ(error->code, ErrorCode::PipeUnavailable);
}

TEST(AsyncClient, CallsNothingBackAfterItIsGone) {
  RunningServer running;
  ProgramThread program;
  Seen seen;
  bool answered = false;
  {
    ipc::AsyncClient client(options_for(running.endpoint), program.executor(), seen.events());
    client.start();
    ASSERT_TRUE(program.run_until([&] { return seen.connected == 1; }));
    client.call(ipc::kStatus, {}, [&](const Result<ipc::StatusResult>&) { answered = true; });
  }
  const std::size_t pushes = seen.pushes.size();
  program.run_all();
  EXPECT_FALSE(answered);
  EXPECT_EQ(seen.pushes.size(), pushes);
}

TEST(AsyncClient, GivesUpOnAnAnswerThatDoesNotCome) {
  RunningServer running;
  ProgramThread program;
  Seen seen;
  auto options = options_for(running.endpoint);
  options.call_limit = 100ms;
  ipc::AsyncClient client(options, program.executor(), seen.events(), false);
  client.start();
  ASSERT_TRUE(program.run_until([&] { return seen.connected == 1; }));
  std::optional<Error> error;
  client.call(ipc::kCheckRun, {}, [&](const Result<ipc::CheckRun>& run) { error = run.error(); });
  ASSERT_TRUE(program.run_until([&] { return error.has_value(); }));
  EXPECT_EQ(error->code, ErrorCode::TimedOut);
}

}  // namespace
}  // namespace kigen::pipe

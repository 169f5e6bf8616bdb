// An idle server costs nothing: no timer, no poll.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/service/pipe/harness.h"

namespace kigen::pipe {
namespace {

// Voluntary and involuntary context switches of a thread of this process.
long switches_of(pid_t thread) {
  std::ifstream status(fmt::format("/proc/self/task/{}/status", thread));
  std::string word;
  long sum = 0;
  while (status >> word) {
    if (word.find("ctxt_switches:") == std::string::npos) continue;
    long count = 0;
    status >> count;
    sum += count;
  }
  return sum;
}

TEST(Idle, WakesForNothingWhileEveryConnectionIsIdle) {
  RunningServer running({.hello_deadline = 100ms, .frame_deadline = 100ms, .write_deadline = 100ms});
  std::vector<std::unique_ptr<RawPeer>> idle;
  for (int i = 0; i < 10; ++i) {
    idle.push_back(std::make_unique<RawPeer>(running.endpoint));
    ASSERT_TRUE(idle.back()->hello());
    ASSERT_TRUE(idle.back()->request(1, "subscribe"));
    ASSERT_TRUE(idle.back()->read());
  }
  pid_t thread = 0;
  running.on_server([&] { thread = ::gettid(); });
  // Time that passes is the subject here. First every deadline of the greetings runs out …
  std::this_thread::sleep_for(300ms);
  const long before = switches_of(thread);
  ASSERT_GT(before, 0);
  // … then several times the length of any of them must bring nothing.
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(switches_of(thread), before);
  ASSERT_TRUE(idle[0]->request(2, "status"));
  EXPECT_TRUE(idle[0]->read());
}

}  // namespace
}  // namespace kigen::pipe

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "common/platform/paths.h"

namespace kigen::host {
namespace {

using Steady = std::chrono::steady_clock;

/// The probe as a child, with what it says on standard error.
class Child {
 public:
  explicit Child(std::vector<std::string> arguments) {
    const std::string program = (platform::program_folder() / "kigen-host-probe").string();
    arguments.insert(arguments.begin(), program);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    EXPECT_EQ(::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    said_ = ends[0];
  }
  ~Child() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(said_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void send(int number) const { ::kill(pid_, number); }

  bool says(const std::string& what) {
    while (text_.find(what) == std::string::npos) {
      if (!read_more()) return false;
    }
    return true;
  }

  int exit_code() {
    while (read_more()) {
    }
    int status = -1;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  bool read_more() {
    pollfd one{said_, POLLIN, 0};
    if (::poll(&one, 1, 20'000) <= 0) return false;
    char block[4096];
    const ssize_t got = ::read(said_, block, sizeof block);
    if (got <= 0) return false;
    text_.append(block, static_cast<std::size_t>(got));
    return true;
  }

  pid_t pid_ = -1;
  int said_ = -1;
  std::string text_;
};

TEST(ConsoleHost, StopsInOrderOnEachSignal) {
  for (const int number : {SIGTERM, SIGINT}) {
    Child child({"--console"});
    ASSERT_TRUE(child.says("ServiceStarted"));
    child.send(number);
    EXPECT_EQ(child.exit_code(), 0) << child.text();
    EXPECT_NE(child.text().find("probe: stop\nprobe: destroyed\n"), std::string::npos) << child.text();
  }
}

TEST(ConsoleHost, ReloadsOnHangup) {
  Child child({"--console"});
  ASSERT_TRUE(child.says("ServiceStarted"));
  child.send(SIGHUP);
  EXPECT_TRUE(child.says("probe: reload"));
  child.send(SIGHUP);
  EXPECT_TRUE(child.says("probe: reload\nprobe: reload"));
  child.send(SIGTERM);
  EXPECT_EQ(child.exit_code(), 0);
}

TEST(ConsoleHost, CanBeStoppedWhileItStarts) {
  Child child({"--console", "--slow"});
  child.send(SIGTERM);
  const int code = child.exit_code();
  EXPECT_TRUE(code == 0 || code == -SIGTERM) << code;  // the signal may come before the handler is there
}

TEST(ConsoleHost, SaysWhyItDidNotStart) {
  Child child({"--console", "--fail"});
  EXPECT_EQ(child.exit_code(), 1);
  EXPECT_NE(child.text().find("ServiceStartFailed | KGN-1102 DatabaseNewer: by request"), std::string::npos);
  EXPECT_EQ(child.text().find("ServiceStarted "), std::string::npos);
}

TEST(ConsoleHost, TurnsAnExceptionInTheStartIntoAnExitCode) {
  Child child({"--console", "--throw"});
  EXPECT_EQ(child.exit_code(), 1);
  EXPECT_NE(child.text().find("InternalError"), std::string::npos);
}

TEST(ConsoleHost, EndsByForceWhenTheStopHangs) {
  Child child({"--console", "--hang"});
  ASSERT_TRUE(child.says("ServiceStarted"));
  const auto before = Steady::now();
  child.send(SIGTERM);
  EXPECT_EQ(child.exit_code(), 1);
  EXPECT_LT(Steady::now() - before, std::chrono::seconds{15});
  EXPECT_NE(child.text().find("ServiceStopForced"), std::string::npos);
}

TEST(ConsoleHost, GivesUpWithAnExitCode) {
  Child child({"--console", "--give-up"});
  ASSERT_TRUE(child.says("ServiceStarted"));
  child.send(SIGHUP);
  EXPECT_EQ(child.exit_code(), 1);
  EXPECT_NE(child.text().find("ServiceGaveUp | KGN-1105"), std::string::npos) << child.text();
}

TEST(ConsoleHost, NeedsTheConsoleOptionWhereThereIsNoServiceManager) {
  Child child({});
  EXPECT_EQ(child.exit_code(), 2);
}

}  // namespace
}  // namespace kigen::host

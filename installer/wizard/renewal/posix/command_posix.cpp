#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "common/platform/posix/unique_descriptor.h"
#include "installer/wizard/renewal/command.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace kigen::renewal {
namespace {

using Clock = std::chrono::steady_clock;

// The words and variables as C wants them; the strings must outlive the pointers.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& variables) {
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text(*one);
    if (!variables.contains(std::string(text.substr(0, text.find('='))))) all.emplace_back(text);
  }
  for (const auto& [name, value] : variables) all.emplace_back(name).append("=").append(value);
  return all;
}

class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, output, 2);
    posix_spawnattr_init(&attributes_);
    // A process group of its own, so that all that it starts can be ended with it.
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  [[nodiscard]] int spawn(pid_t& child, std::vector<std::string> words, std::vector<std::string> environment) {
    auto arguments = pointers(words);
    auto variables = pointers(environment);
    return ::posix_spawnp(&child, arguments[0], &actions_, &attributes_, arguments.data(), variables.data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

class Child {
 public:
  Child(pid_t id, UniqueDescriptor output) : id_(id), output_(std::move(output)) {}
  ~Child() {
    if (!reaped_) end();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void end() {
    ::kill(-id_, SIGKILL);
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
  }
  /// The exit code once it ended.
  std::optional<int> ended() {
    int status = 0;
    if (::waitpid(id_, &status, WNOHANG) != id_) return std::nullopt;
    reaped_ = true;
    ::kill(-id_, SIGKILL);  // what it left behind
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  /// Waits up to `pause` for output and takes it; false at the end of it.
  bool read(CommandResult& result, std::size_t max_output, std::chrono::milliseconds pause) {
    pollfd wanted{output_.get(), POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(pause.count())) <= 0) return true;
    char block[4096];
    const ssize_t got = ::read(output_.get(), block, sizeof block);
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    const std::size_t room = max_output - std::min(max_output, result.output.size());
    result.output.append(block, std::min(room, static_cast<std::size_t>(got)));
    result.truncated = result.truncated || static_cast<std::size_t>(got) > room;
    return got > 0;
  }

 private:
  pid_t id_;
  UniqueDescriptor output_;
  bool reaped_ = false;
};

class PosixRunner final : public CommandRunner {
 public:
  Result<CommandResult> run(const Command& command, std::stop_token stop) override {
    auto words = parse_command_line(command.line);
    if (!words) return command_error(command, "not_started", words.error().detail);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return command_error(command, "not_started", describe_errno(errno));
    UniqueDescriptor reading(ends[0]), writing(ends[1]);
    pid_t id = 0;
    const int failed = SpawnSettings(writing.get()).spawn(id, *std::move(words), environment_with(command.variables));
    writing.reset();
    if (failed != 0) return command_error(command, "not_started", describe_errno(failed));
    Child child(id, std::move(reading));
    return watch(child, command, stop);
  }

 private:
  static Result<CommandResult> watch(Child& child, const Command& command, const std::stop_token& stop) {
    constexpr std::chrono::milliseconds kPause{50};
    CommandResult result;
    const auto deadline = Clock::now() + command.limit;
    for (bool open = true;;) {
      if (open) open = child.read(result, command.max_output, kPause);
      if (const auto code = child.ended()) {
        for (int i = 0; open && i < 64; ++i)
          open = child.read(result, command.max_output, std::chrono::milliseconds{0});
        result.exit_code = *code;
        if (*code != 0) return command_error(command, "exit_code", result.output, *code);
        return result;
      }
      const bool late = Clock::now() >= deadline;
      if (late || stop.stop_requested()) {
        child.end();
        return command_error(command, late ? "time_limit" : "cancelled", result.output);
      }
      if (!open) ::poll(nullptr, 0, static_cast<int>(kPause.count()));
    }
  }
};

}  // namespace

std::unique_ptr<CommandRunner> make_command_runner() {
  return std::make_unique<PosixRunner>();
}

}  // namespace kigen::renewal

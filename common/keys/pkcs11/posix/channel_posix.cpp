#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "common/keys/pkcs11/channel.h"
#include "common/platform/posix/unique_descriptor.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace kigen::keys::pkcs11 {
namespace {

using Clock = std::chrono::steady_clock;

class SpawnSettings {
 public:
  explicit SpawnSettings(int pipe) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, pipe, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    posix_spawnattr_init(&attributes_);
    // Not ended by what ends this program at a terminal: it sees the pipe close.
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  [[nodiscard]] int spawn(pid_t& child, std::string program) {
    char* arguments[] = {program.data(), nullptr};
    return ::posix_spawn(&child, arguments[0], &actions_, &attributes_, arguments, environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

class PosixChannel final : public Channel {
 public:
  PosixChannel(pid_t child, UniqueDescriptor pipe) : child_(child), pipe_(std::move(pipe)) {}
  ~PosixChannel() override { end(); }
  PosixChannel(const PosixChannel&) = delete;
  PosixChannel& operator=(const PosixChannel&) = delete;

  boost::system::result<Octets, Fault> exchange(const Octets& frame, Limit limit, const Cancelled& cancelled) override {
    if (child_ == 0) return Fault{Failure::Broken, "the worker has ended"};
    const Wait wait{limit ? std::optional(Clock::now() + *limit) : std::nullopt, cancelled};
    auto payload = pass(frame, wait);
    if (!payload) {
      Fault fault = payload.error();
      const std::string ended = end();
      if (fault.failure == Failure::Broken && fault.words.empty()) fault.words = ended;
      return fault;
    }
    return payload;
  }

  void interrupt() noexcept override { ::shutdown(pipe_.get(), SHUT_RDWR); }

 private:
  struct Wait {
    std::optional<Clock::time_point> deadline;
    const Cancelled& cancelled;
  };
  using Step = boost::system::result<void, Fault>;

  boost::system::result<Octets, Fault> pass(const Octets& frame, const Wait& wait) {
    for (std::size_t done = 0; done < frame.size();) {
      const ssize_t put = ::send(pipe_.get(), frame.data() + done, frame.size() - done, MSG_NOSIGNAL);
      if (put >= 0) {
        done += static_cast<std::size_t>(put);
      } else if (errno == EAGAIN) {
        if (Step ready = until(POLLOUT, wait); !ready) return ready.error();
      } else if (errno != EINTR) {
        return Fault{};
      }
    }
    std::uint8_t header[kFrameHeader];
    if (Step got = read(header, sizeof header, wait); !got) return got.error();
    const std::optional<std::size_t> size = payload_size(header);
    if (!size) return Fault{Failure::Broken, "an answer of an impossible size"};
    Octets payload(*size);
    if (Step got = read(payload.data(), payload.size(), wait); !got) return got.error();
    return payload;
  }

  Step read(std::uint8_t* at, std::size_t size, const Wait& wait) {
    while (size > 0) {
      const ssize_t got = ::recv(pipe_.get(), at, size, 0);
      if (got > 0) {
        at += got;
        size -= static_cast<std::size_t>(got);
      } else if (got < 0 && errno == EAGAIN) {
        if (Step ready = until(POLLIN, wait); !ready) return ready.error();
      } else if (got == 0 || errno != EINTR) {
        return Fault{};
      }
    }
    return {};
  }

  // Until the pipe is ready or has closed, which the next read or write tells.
  Step until(short event, const Wait& wait) {
    for (;;) {
      int pause = -1;
      if (wait.deadline) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wait.deadline - Clock::now());
        if (wait.cancelled && wait.cancelled()) return Fault{Failure::Cancelled, {}};
        if (left.count() <= 0) return Fault{Failure::TimedOut, {}};
        pause = static_cast<int>(std::min(left, kSlice).count());
      }
      pollfd ready{pipe_.get(), event, 0};
      const int count = ::poll(&ready, 1, pause);
      if (count > 0) return {};
      if (count < 0 && errno != EINTR) return Fault{Failure::Broken, describe_errno(errno)};
    }
  }

  // Ends the process unless it ended by itself; says how it did.
  std::string end() {
    if (child_ == 0) return {};
    interrupt();
    int status = 0;
    pid_t ended = 0;
    // A crash closes the pipe a moment before the process is gone.
    for (int i = 0; i < 20 && ended == 0; ++i) {
      ended = ::waitpid(child_, &status, WNOHANG);
      if (ended == 0) ::poll(nullptr, 0, 5);
    }
    if (ended == 0) {
      ::kill(child_, SIGKILL);
      while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
      }
    }
    child_ = 0;
    if (WIFSIGNALED(status)) return "the worker ended by signal " + std::to_string(WTERMSIG(status));
    return "the worker ended with code " + std::to_string(WEXITSTATUS(status));
  }

  pid_t child_;
  UniqueDescriptor pipe_;
};

}  // namespace

Result<std::unique_ptr<Channel>> start_worker(const std::filesystem::path& program) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Error(ErrorCode::TokenLibraryFailed, describe_errno(errno));
  }
  UniqueDescriptor ours(ends[0]), theirs(ends[1]);
  ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);
  pid_t child = 0;
  const int failed = SpawnSettings(theirs.get()).spawn(child, program.string());
  if (failed != 0) {
    std::string words = program.string();
    words.append(": ").append(describe_errno(failed));
    return Error(ErrorCode::TokenLibraryFailed, std::move(words));
  }
  return std::make_unique<PosixChannel>(child, std::move(ours));
}

}  // namespace kigen::keys::pkcs11

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include "installer/wizard/silent/console.h"

namespace kigen::silent {
namespace {

std::array<int, 2> wake_up{-1, -1};  // a signal handler may write to a pipe, and little else

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void on_signal(int /*number*/) {
  const int error = errno;
  const char byte = 0;
  static_cast<void>(!::write(wake_up[1], &byte, 1));
  errno = error;
}

}  // namespace

std::vector<std::string> command_line(int argc, char** argv) {
  return {argv + (argc > 0 ? 1 : 0), argv + argc};
}

void write_out(std::string_view text) {
  write_all(STDOUT_FILENO, text);
}
void write_err(std::string_view text) {
  write_all(STDERR_FILENO, text);
}

void stop_on_interrupt(std::stop_source& source) {
  if (::pipe2(wake_up.data(), O_CLOEXEC) != 0) return;
  std::thread([&source] {
    char byte = 0;
    while (::read(wake_up[0], &byte, 1) < 0 && errno == EINTR) {
    }
    source.request_stop();
  }).detach();
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace kigen::silent

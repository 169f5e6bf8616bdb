#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "common/keys/pkcs11/worker/run.h"
#include "common/keys/pkcs11/worker/serve.h"

namespace kigen::keys::pkcs11 {
namespace {

bool read_all(int pipe, std::uint8_t* at, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(pipe, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int pipe, const Octets& frame) {
  for (std::size_t done = 0; done < frame.size();) {
    const ssize_t put = ::send(pipe, frame.data() + done, frame.size() - done, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    done += static_cast<std::size_t>(put);
  }
  return true;
}

// A core would hold the PIN.
void leave_no_dump() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

// The pipe under a number that the library does not know, and nothing at standard input any more.
int take_pipe() {
  struct stat what {};
  if (::fstat(0, &what) != 0 || !S_ISSOCK(what.st_mode)) return -1;
  const int pipe = ::fcntl(0, F_DUPFD_CLOEXEC, 16);
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || ::dup2(nothing, 0) < 0) return -1;
  ::close(nothing);
  return pipe;
}

// A library that hangs must not outlive the program that asked.
void end_with(int pipe) {
  std::thread([pipe] {
    pollfd hangup{pipe, POLLRDHUP, 0};
    while (::poll(&hangup, 1, -1) < 0 && errno == EINTR) {
    }
    ::_exit(0);
  }).detach();
}

}  // namespace

int run_worker() {
  leave_no_dump();
  const int pipe = take_pipe();
  if (pipe < 0) return 2;
  end_with(pipe);
  Server server;
  for (;;) {
    std::uint8_t header[kFrameHeader];
    if (!read_all(pipe, header, sizeof header)) return 0;
    const std::optional<std::size_t> size = payload_size(header);
    if (!size) return 3;
    Octets payload(*size);
    if (!read_all(pipe, payload.data(), payload.size())) return 0;
    if (!write_all(pipe, server.answer(payload))) return 0;
  }
}

}  // namespace kigen::keys::pkcs11

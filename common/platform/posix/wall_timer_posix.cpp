#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "common/platform/wall_timer.h"

namespace kigen::platform {
namespace asio = boost::asio;

// Alive as long as an operation of the io_context refers to it; `handler` is there exactly while a wait stands.
struct WallTimer::State : std::enable_shared_from_this<State> {
  explicit State(asio::io_context& context) : io(context), descriptor(context) {
    const int fd = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (fd >= 0) descriptor.assign(fd);
  }

  Status arm(Instant at) {
    if (!descriptor.is_open()) return Error(ErrorCode::Internal, "no timerfd");
    // Zero would disarm the timer; the kernel counts 64-bit nanoseconds, so years beyond 2200 are waited for in parts.
    constexpr std::int64_t kLatest = 7'258'118'400;
    itimerspec spec{};
    spec.it_value.tv_sec = std::clamp<std::int64_t>(to_unix(at), 0, kLatest);
    spec.it_value.tv_nsec = 1;
    if (::timerfd_settime(descriptor.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, nullptr) !=
        0) {
      return Error(ErrorCode::Internal, "timerfd_settime: " + describe_errno(errno));
    }
    return {};
  }

  void listen() {
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this(), mine = turn](const boost::system::error_code& error) {
                            if (!error && mine == self->turn) self->readable();
                          });
  }

  void readable() {
    std::uint64_t expirations = 0;
    const ssize_t bytes = ::read(descriptor.native_handle(), &expirations, sizeof expirations);
    const int error = errno;
    if (bytes < 0 && (error == EAGAIN || error == EINTR)) return listen();
    finish(detail::wake_from_timer_read(bytes, error));
  }

  void finish(Result<WallWake> result) {
    ++turn;
    boost::system::error_code ignored;
    if (descriptor.is_open()) descriptor.cancel(ignored);
    if (Handler done = std::exchange(handler, nullptr)) done(std::move(result));
  }

  /// Ends the wait that stands, from the io_context: never from within the caller.
  void finish_later(Result<WallWake> result) {
    if (!handler) return;
    ++turn;
    boost::system::error_code ignored;
    if (descriptor.is_open()) descriptor.cancel(ignored);
    asio::post(io, [done = std::exchange(handler, nullptr), self = shared_from_this(), outcome = std::move(result)] {
      if (!self->dropped) done(outcome);
    });
  }

  asio::io_context& io;
  asio::posix::stream_descriptor descriptor;
  Handler handler;
  std::uint64_t turn = 0;  ///< counts waits, so that a completion that is already queued cannot end the next one
  bool dropped = false;
};

WallTimer::WallTimer(asio::io_context& io) : state_(std::make_shared<State>(io)) {}

WallTimer::~WallTimer() {
  state_->dropped = true;
  state_->handler = nullptr;
  ++state_->turn;
  boost::system::error_code ignored;
  state_->descriptor.close(ignored);
}

void WallTimer::wait(Instant at, Handler handler) {
  cancel();
  state_->handler = std::move(handler);
  if (Status armed = state_->arm(at); !armed) return state_->finish_later(armed.error());
  state_->listen();
}

void WallTimer::cancel() {
  state_->finish_later(WallWake::Cancelled);
}
void WallTimer::clock_changed() {
  state_->finish_later(WallWake::ClockChanged);
}

}  // namespace kigen::platform

#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/windows/object_handle.hpp>

#include <algorithm>
#include <utility>

#include "common/platform/wall_timer.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace asio = boost::asio;

// A waitable timer with an absolute due time follows the wall clock by itself: after a change it fires at the same
// instant of the new clock. Alive as long as an operation refers to it; `handler` is there exactly while a wait stands.
struct WallTimer::State : std::enable_shared_from_this<State> {
  explicit State(asio::io_context& context) : io(context), timer(context) {
    const HANDLE handle = ::CreateWaitableTimerW(nullptr, TRUE, nullptr);
    if (handle != nullptr) timer.assign(handle);
  }

  Status arm(Instant at) {
    if (!timer.is_open()) return Error(ErrorCode::Internal, "no waitable timer");
    // FILETIME: 100 ns since 1601. A negative due time would be a relative one.
    constexpr std::int64_t kUnixEpoch = 11'644'473'600;
    constexpr std::int64_t kLatest = 7'258'118'400;
    LARGE_INTEGER due;
    due.QuadPart = std::clamp<std::int64_t>(to_unix(at), 0, kLatest) + kUnixEpoch;
    due.QuadPart *= 10'000'000;
    if (::SetWaitableTimer(timer.native_handle(), &due, 0, nullptr, nullptr, FALSE) == 0) {
      const DWORD error = ::GetLastError();
      return Error(ErrorCode::Internal, "SetWaitableTimer: " + describe_windows_error(error));
    }
    return {};
  }

  void listen() {
    timer.async_wait([self = shared_from_this(), mine = turn](const boost::system::error_code& error) {
      if (mine != self->turn) return;
      if (error) return self->finish(Error(ErrorCode::Internal, "waiting for the timer: " + error.message()));
      self->finish(WallWake::Deadline);
    });
  }

  void finish(Result<WallWake> result) {
    ++turn;
    if (Handler done = std::exchange(handler, nullptr)) done(std::move(result));
  }

  /// Ends the wait that stands, from the io_context: never from within the caller.
  void finish_later(Result<WallWake> result) {
    if (!handler) return;
    ++turn;
    boost::system::error_code ignored;
    if (timer.is_open()) timer.cancel(ignored);
    asio::post(io, [done = std::exchange(handler, nullptr), self = shared_from_this(), outcome = std::move(result)] {
      if (!self->dropped) done(outcome);
    });
  }

  asio::io_context& io;
  asio::windows::object_handle timer;
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
  state_->timer.close(ignored);
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

// A wait until a wall-clock instant, which a change of the wall clock ends early: sleep, resume and a clock that is set
// are inputs, not surprises. The system's timer does the waiting; nothing polls, an idle wait costs no tick.
//
// Belongs to the thread that runs the io_context; the io_context must outlive it. One wait at a time.
#pragma once

#include <functional>
#include <memory>

#include "common/base/result.h"
#include "common/base/time.h"

namespace boost::asio {
class io_context;
}

namespace kigen::platform {

enum class WallWake {
  Deadline,      ///< the instant has come (or had passed already)
  ClockChanged,  ///< the wall clock was set: look at it again, then wait again
  Cancelled,     ///< cancel(), or another wait() took its place
};

/// How a timer reports its end. What makes a read of the system's timer mean which of the three is a pure function, so
/// that it is tested without setting anybody's clock.
namespace detail {
/// `bytes` and `error` are the result of reading a timerfd (timerfd_create(2)): ECANCELED is "the clock was set".
[[nodiscard]] Result<WallWake> wake_from_timer_read(long bytes, int error);
}  // namespace detail

class WallTimer {
 public:
  /// Called exactly once per wait(), on the io_context's thread, never from within wait() or cancel().
  using Handler = std::function<void(Result<WallWake>)>;

  explicit WallTimer(boost::asio::io_context& io);
  ~WallTimer();  ///< a wait that still stands is dropped: its handler is destroyed without being called
  WallTimer(const WallTimer&) = delete;
  WallTimer& operator=(const WallTimer&) = delete;

  /// Waits until `at`. A wait that stands ends with Cancelled.
  void wait(Instant at, Handler handler);
  void cancel();
  /// The clock was changed, says somebody else (Windows tells services by SERVICE_CONTROL_TIMECHANGE): the wait that
  /// stands, if any, ends with ClockChanged. Linux's timer notices by itself.
  void clock_changed();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kigen::platform

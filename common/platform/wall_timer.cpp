#include "common/platform/wall_timer.h"

#include <cerrno>

namespace kigen::platform::detail {

Result<WallWake> wake_from_timer_read(long bytes, int error) {
  if (bytes == 8) return WallWake::Deadline;  // the timer gives the count of expirations as one 64-bit number
  if (bytes < 0 && error == ECANCELED) return WallWake::ClockChanged;
  return Error(ErrorCode::Internal, "reading the timer: " + describe_errno(bytes < 0 ? error : EIO));
}

}  // namespace kigen::platform::detail

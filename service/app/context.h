// What every part of the service is given: where time comes from, whom to tell, and the thread it lives on.
// Plain references: the Engine owns all of it and outlives the parts.
#pragma once

#include "common/base/time.h"
#include "common/platform/log.h"
#include "common/platform/paths.h"
#include "service/host/event_log.h"

namespace boost::asio {
class io_context;
}

namespace kigen::app {

struct Context {
  boost::asio::io_context& io;
  const Clock& clock;
  const LocalCalendar& calendar;  ///< used on the io thread and, for lists, on the database thread
  platform::Log& log;
  host::EventLog& events;
  platform::DataFolder data;
};

}  // namespace kigen::app

#include <cstdio>

#include "common/platform/log.h"
#include "service/host/event_log.h"

namespace kigen::host {
namespace {

class StandardErrorLog final : public EventLog {
 public:
  using EventLog::report;

  void report(EventId id, std::span<const std::string> args) noexcept override {
    try {
      std::string text = "event " + std::to_string(static_cast<unsigned>(id)) + " " + std::string(name(id));
      for (const std::string& arg : args) text += " | " + platform::escape_log_text(arg, 2048);
      const auto level = severity(id) == EventSeverity::Error     ? platform::LogLevel::Error
                         : severity(id) == EventSeverity::Warning ? platform::LogLevel::Warning
                                                                  : platform::LogLevel::Info;
      std::fprintf(stderr, "%s\n", platform::format_log_line(SystemClock().now(), level, text).c_str());
    } catch (const std::exception&) {
      // Out of memory: a lost line must not harm the service.
    }
  }
};

}  // namespace

std::unique_ptr<EventLog> open_event_log() {
  return std::make_unique<StandardErrorLog>();
}

}  // namespace kigen::host

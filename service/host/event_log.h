// The events an administrator's tools may rely on: stable ids (service/resources/EVENTS.md), Windows event log on
// Windows, lines on standard error elsewhere. Any thread. Never put a secret into an argument.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "common/base/error.h"

namespace kigen::host {

enum class EventSeverity { Information, Warning, Error };

/// The numbers are stable: one is never used for another meaning.
enum class EventId : std::uint16_t {
#define KIGEN_EVENT(number, name, severity, arguments) name = number,
#include "service/resources/events.def"
#undef KIGEN_EVENT
};

[[nodiscard]] std::string_view name(EventId id) noexcept;
[[nodiscard]] EventSeverity severity(EventId id) noexcept;
/// How many arguments the event's text has (%1 …).
[[nodiscard]] std::size_t argument_count(EventId id) noexcept;
/// The identifier in the message resource: severity in the two top bits (as in winerror.h), then the number.
[[nodiscard]] std::uint32_t message_id(EventId id) noexcept;

class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Never fails: an event log that does not take the event must not harm the service. Arguments are UTF-8, cleaned of
  /// control characters and cut at 2 KiB each.
  virtual void report(EventId id, std::span<const std::string> args) noexcept = 0;

  void report(EventId id) noexcept { report(id, std::span<const std::string>{}); }
  void report(EventId id, std::initializer_list<std::string> args) noexcept {
    report(id, std::span<const std::string>(args.begin(), args.size()));
  }
  /// With the error as one argument: "KGN-1102 DatabaseNewer path=…: detail".
  void report(EventId id, const Error& error) noexcept;
};

/// The system's event log under the source "Kigen"; standard error outside Windows.
[[nodiscard]] std::unique_ptr<EventLog> open_event_log();

}  // namespace kigen::host

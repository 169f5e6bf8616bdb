#include "service/host/event_log.h"

#include <fmt/format.h>

#include <array>

namespace kigen::host {
namespace {

struct Entry {
  EventId id;
  std::string_view name;
  EventSeverity severity;
  std::size_t arguments;
};

constexpr std::array kEntries{
#define KIGEN_EVENT(number, name, severity, arguments) Entry{EventId::name, #name, EventSeverity::severity, arguments},
#include "service/resources/events.def"
#undef KIGEN_EVENT
};

const Entry& entry(EventId id) noexcept {
  for (const Entry& one : kEntries) {
    if (one.id == id) return one;
  }
  return kEntries.back();  // InternalError
}

}  // namespace

std::string_view name(EventId id) noexcept {
  return entry(id).name;
}
EventSeverity severity(EventId id) noexcept {
  return entry(id).severity;
}
std::size_t argument_count(EventId id) noexcept {
  return entry(id).arguments;
}

std::uint32_t message_id(EventId id) noexcept {
  const std::uint32_t top = severity(id) == EventSeverity::Error ? 3 : severity(id) == EventSeverity::Warning ? 2 : 1;
  return top << 30 | static_cast<std::uint32_t>(id);
}

void EventLog::report(EventId id, const Error& error) noexcept {
  try {
    report(id, {to_log_line(error)});
  } catch (const std::exception&) {
    report(id);  // out of memory: the event alone is worth more than nothing
  }
}

}  // namespace kigen::host

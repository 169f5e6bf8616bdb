#include <windows.h>

#include <vector>

#include "common/platform/log.h"
#include "common/platform/win32/utf.h"
#include "service/host/event_log.h"
#include "service/host/win32/event_source.h"

namespace kigen::host {
namespace {

struct SourceTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::DeregisterEventSource(handle); }
};

WORD type_of(EventId id) {
  switch (severity(id)) {
    case EventSeverity::Error:
      return EVENTLOG_ERROR_TYPE;
    case EventSeverity::Warning:
      return EVENTLOG_WARNING_TYPE;
    case EventSeverity::Information:
      break;
  }
  return EVENTLOG_INFORMATION_TYPE;
}

class WindowsEventLog final : public EventLog {
 public:
  using EventLog::report;

  WindowsEventLog() : source_(::RegisterEventSourceW(nullptr, kEventSource)) {}

  void report(EventId id, std::span<const std::string> args) noexcept override {
    if (!source_) return;
    try {
      // The text's %n without an argument would show as "%n".
      std::vector<std::wstring> texts(argument_count(id));
      for (std::size_t i = 0; i < args.size() && i < texts.size(); ++i) {
        texts[i] = platform::to_wide(platform::escape_log_text(args[i], 2048));
      }
      std::vector<const wchar_t*> pointers;
      pointers.reserve(texts.size());
      for (const std::wstring& text : texts) pointers.push_back(text.c_str());
      ::ReportEventW(source_.get(), type_of(id), 0, message_id(id), nullptr, static_cast<WORD>(pointers.size()), 0,
                     pointers.data(), nullptr);
    } catch (const std::exception&) {
      // Out of memory: a lost event must not harm the service.
    }
  }

 private:
  UniqueHandle<SourceTraits> source_;
};

}  // namespace

std::unique_ptr<EventLog> open_event_log() {
  return std::make_unique<WindowsEventLog>();
}

}  // namespace kigen::host

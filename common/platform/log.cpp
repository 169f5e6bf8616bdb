#include "common/platform/log.h"

// Windows' file names are UTF-16; the only file that knows spdlog.
#ifdef _WIN32
#define SPDLOG_WCHAR_FILENAMES
#endif
#include <fmt/format.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <cstdio>
#include <mutex>

#include "common/platform/files.h"
#include "common/platform/paths.h"

namespace kigen::platform {
namespace {

using FileSink = spdlog::sinks::rotating_file_sink_st;

bool same(const LogSettings& a, const LogSettings& b) {
  return a.file == b.file && a.max_bytes == b.max_bytes && a.old_files == b.old_files && a.level == b.level &&
         a.also_stderr == b.also_stderr;
}

/// One formatted line and a newline, nothing of spdlog's own.
class PlainFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    out.append(message.payload.begin(), message.payload.end());
    out.push_back('\n');
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<PlainFormatter>(); }
};

}  // namespace

struct Log::State {
  mutable std::mutex mutex;
  LogSettings settings;
  std::unique_ptr<FileSink> sink;
  std::uint64_t lost = 0;
  SystemClock clock;

  void open() {
    sink.reset();
    if (settings.file.empty()) return;
    if (Status folder = ensure_folder(settings.file.parent_path()); !folder) throw std::runtime_error("no folder");
    sink = std::make_unique<FileSink>(settings.file.native(), std::max<std::size_t>(settings.max_bytes, 4096),
                                      std::min<std::size_t>(settings.old_files, 100));
    sink->set_formatter(std::make_unique<PlainFormatter>());
  }

  void put(const std::string& line) {
    if (!sink) open();
    if (!sink) return;
    sink->log(spdlog::details::log_msg(spdlog::string_view_t(), spdlog::level::info, line));
    sink->flush();
  }

  // A line that fails closes the file: the next one opens it anew, for the disk may have room again.
  void write(LogLevel level, std::string_view text) {
    const Instant now = clock.now();
    const std::string line = format_log_line(now, level, text);
    if (settings.also_stderr) std::fprintf(stderr, "%s\n", line.c_str());
    if (settings.file.empty()) return;
    try {
      if (lost > 0) {
        put(format_log_line(now, LogLevel::Warning,
                            fmt::format("{} lines before this one could not be written", lost)));
        lost = 0;
      }
      put(line);
    } catch (const std::exception&) {
      ++lost;
      sink.reset();
    }
  }
};

Log::Log(LogSettings settings) : state_(std::make_unique<State>()) {
  state_->settings = std::move(settings);
}
Log::~Log() = default;

void Log::configure(const LogSettings& settings) noexcept {
  const std::lock_guard lock(state_->mutex);
  if (same(state_->settings, settings)) return;
  try {
    state_->settings = settings;
    state_->sink.reset();
  } catch (const std::exception&) {
    // Out of memory: the old settings stay.
  }
}

void Log::write(LogLevel level, std::string_view text) noexcept {
  const std::lock_guard lock(state_->mutex);
  if (level < state_->settings.level) return;
  try {
    state_->write(level, text);
  } catch (const std::exception&) {
    ++state_->lost;
  }
}

void Log::write(LogLevel level, std::string_view context, const Error& error) noexcept {
  try {
    write(level, fmt::format("{}: {}", context, to_log_line(error)));
  } catch (const std::exception&) {
    write(level, context);
  }
}

std::uint64_t Log::lost() const noexcept {
  const std::lock_guard lock(state_->mutex);
  return state_->lost;
}

}  // namespace kigen::platform

// The log file: one line per event, UTF-8, rotated by size. Nothing that goes wrong with it (full disk, folder gone)
// ever reaches the caller: lines are counted as lost and the loss is written as soon as writing works again.
//
// Any thread. Hostile text cannot forge a line: control and direction characters are escaped.
// Never log a secret (PIN, password, authentication code, key).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/error.h"
#include "common/base/time.h"

namespace kigen::platform {

enum class LogLevel { Debug, Info, Warning, Error };

struct LogSettings {
  std::filesystem::path file;  ///< empty: no file
  std::size_t max_bytes = 1U << 20;
  std::size_t old_files = 5;  ///< rotated files kept beside the current one: name.1.log …
  LogLevel level = LogLevel::Info;
  bool also_stderr = false;
};

/// `text` on one line: control characters, line separators and direction overrides become \n, \t, \u{202e} …; bytes
/// that are no UTF-8 become \x80. At most `max_bytes` of output, with "…" at a cut.
[[nodiscard]] std::string escape_log_text(std::string_view text, std::size_t max_bytes = 8192);

/// "2026-12-02T14:59:59Z WARNING text", without newline.
[[nodiscard]] std::string format_log_line(Instant at, LogLevel level, std::string_view text);

class Log {
 public:
  explicit Log(LogSettings settings = {});
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Takes effect with the next line (settings changed). The same settings change nothing.
  void configure(const LogSettings& settings) noexcept;

  void write(LogLevel level, std::string_view text) noexcept;
  /// The error's KGN code, name, arguments and detail, after `context` ("backup: KGN-1107 …").
  void write(LogLevel level, std::string_view context, const Error& error) noexcept;

  void debug(std::string_view text) noexcept { write(LogLevel::Debug, text); }
  void info(std::string_view text) noexcept { write(LogLevel::Info, text); }
  void warning(std::string_view text) noexcept { write(LogLevel::Warning, text); }
  void error(std::string_view text) noexcept { write(LogLevel::Error, text); }

  /// Lines that could not be written since the last one that could.
  [[nodiscard]] std::uint64_t lost() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kigen::platform

// Collects the diagnostics of one file while it is read. One reader, one thread.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"

namespace kigen::toml_file {

/// Which error codes a kind of file uses for the same faults.
struct Codes {
  ErrorCode syntax, unknown_key, missing_key, wrong_type, bad_value, duplicate;
};

class Report {
 public:
  Report(std::string file, const Codes& codes) : file_(std::move(file)), codes_(codes) {}

  [[nodiscard]] const Codes& codes() const noexcept { return codes_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

  /// Adds an error at `where` with "key" and "reason"; give it further arguments through the reference, before the next
  /// add. A region without a position is the whole file. At most 200 are kept, so that a hostile file stays small.
  Diagnostic& add(ErrorCode code, const toml::source_region& where, std::string key, std::string_view reason);
  /// About the file as a whole.
  Diagnostic& add(ErrorCode code, std::string_view reason) { return add(code, {}, {}, reason); }

  [[nodiscard]] bool failed() const { return has_errors(diagnostics_); }
  [[nodiscard]] std::vector<Diagnostic> take() { return std::move(diagnostics_); }

 private:
  std::string file_;
  Codes codes_;
  std::vector<Diagnostic> diagnostics_;
  Diagnostic dropped_;
};

/// What stands there, for people: cut to 80 bytes at a character's boundary.
[[nodiscard]] std::string excerpt(std::string_view text);
[[nodiscard]] std::string excerpt(const toml::node& node);

}  // namespace kigen::toml_file

// What is wrong in a file that a person wrote (profile, settings), and exactly where. Plain data; no thread rule.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/error.h"

namespace kigen {

/// `error.args` carries everything a sentence needs: "file", "line", "column", "key" (dotted path, arrays as name[0]),
/// "reason" (a word, see below), and where they apply "value" (what stands there, cut to 80 bytes), "allowed" ("1..72",
/// "auto, ja, en", "https://host/path"), "did_you_mean" and "other_file".
/// Reasons: syntax type range word format length too_many duplicate unknown_reference order combination missing unknown
/// not_set unreadable too_large.
struct Diagnostic {
  enum class Severity { Error, Warning };

  Severity severity = Severity::Error;
  std::string file;                    ///< as given by the caller, UTF-8
  std::uint32_t line = 0, column = 0;  ///< from 1; 0 when it is about the whole file
  std::string key;
  Error error;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// Whether one of them is an error: a file with warnings only is accepted.
[[nodiscard]] bool has_errors(const std::vector<Diagnostic>& diagnostics);

/// "customs.toml:12:3: error: KGN-1304 ProfileBadValue key=window.days_before …": as compilers write it.
[[nodiscard]] std::string to_log_line(const Diagnostic& diagnostic);

}  // namespace kigen

#include "common/base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

namespace kigen {

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& one) { return one.severity == Diagnostic::Severity::Error; });
}

std::string to_log_line(const Diagnostic& diagnostic) {
  Error rest = diagnostic.error;
  for (const char* said : {"file", "line", "column"}) rest.args.erase(said);
  const char* severity = diagnostic.severity == Diagnostic::Severity::Error ? "error" : "warning";
  if (diagnostic.line == 0) return fmt::format("{}: {}: {}", diagnostic.file, severity, to_log_line(rest));
  return fmt::format("{}:{}:{}: {}: {}", diagnostic.file, diagnostic.line, diagnostic.column, severity,
                     to_log_line(rest));
}

}  // namespace kigen

#include <fmt/format.h>

#include "common/ipc/json_string.h"
#include "common/platform/paths.h"
#include "common/profile/load.h"
#include "common/text/ctl_text.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "service/ctl/commands.h"

namespace kigen::ctl {
namespace {

struct Sum {
  std::int64_t errors = 0;
  std::int64_t warnings = 0;
};

// As compilers write it, so that editors find the place: "file:line:column: error: KGN-1304: …".
std::string line_of(text::Language language, const Diagnostic& diagnostic) {
  std::string place = text::harmless(diagnostic.file);
  if (diagnostic.line > 0) place += fmt::format(":{}:{}", diagnostic.line, diagnostic.column);
  const bool error = diagnostic.severity == Diagnostic::Severity::Error;
  return fmt::format("{}: {}: {}\n", place, text::ctl_severity(language, error),
                     text::error_paragraph(language, diagnostic.error));
}

std::string json_of(const Diagnostic& diagnostic) {
  const bool error = diagnostic.severity == Diagnostic::Severity::Error;
  std::string out = fmt::format(R"({{"severity":"{}","line":{},"column":{},"key":)", error ? "error" : "warning",
                                diagnostic.line, diagnostic.column);
  ipc::append_json_string(out, diagnostic.key);
  out += ",\"error\":" + ipc::to_json(diagnostic.error) + "}";
  return out;
}

std::string json_of(const std::string& file, const profile::Loaded& loaded) {
  std::string out = "{\"file\":";
  ipc::append_json_string(out, file);
  out += ",\"profile\":";
  ipc::append_json_string(out, loaded.profile ? loaded.profile->id : "");
  out += ",\"diagnostics\":[";
  for (std::size_t i = 0; i < loaded.diagnostics.size(); ++i) {
    if (i > 0) out += ',';
    out += json_of(loaded.diagnostics[i]);
  }
  return out + "]}";
}

void count(const profile::Loaded& loaded, Sum& sum) {
  for (const auto& diagnostic : loaded.diagnostics) {
    ++(diagnostic.severity == Diagnostic::Severity::Error ? sum.errors : sum.warnings);
  }
}

void print_human(const Context& context, const std::string& file, const profile::Loaded& loaded) {
  for (const auto& diagnostic : loaded.diagnostics) context.print(line_of(context.language(), diagnostic));
  if (loaded.diagnostics.empty()) context.print(text::ctl_lint_good(context.language(), file) + "\n");
}

}  // namespace

ExitCode run_profile_lint(const Context& context, const std::vector<std::string>& files) {
  Sum sum;
  std::string json = "{\"files\":[";
  for (const std::string& file : files) {
    const auto loaded = profile::lint_profile(platform::from_utf8(file), platform::shipped_profiles_folder());
    count(loaded, sum);
    if (!context.json()) {
      print_human(context, file, loaded);
      continue;
    }
    if (json.back() != '[') json += ',';
    json += json_of(file, loaded);
  }
  if (context.json()) {
    context.print_json(fmt::format("{}],\"errors\":{},\"warnings\":{}}}", json, sum.errors, sum.warnings));
  } else if (files.size() > 1 || sum.errors + sum.warnings > 0) {
    context.print(text::ctl_lint_sum(context.language(), sum.errors, sum.warnings) + "\n");
  }
  return sum.errors > 0 ? kFindings : kOk;
}

}  // namespace kigen::ctl

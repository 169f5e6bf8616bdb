#include "common/settings/policy_file.h"

#include <fmt/format.h>

#include "common/settings/file_codes.h"
#include "common/toml/document.h"

namespace kigen::settings {
namespace {

// As the registry does, this gives text and leaves the judgement to resolve: one bad value does not spoil the others.
void take_values(const toml::table& section, const std::string& prefix, PolicyReading& reading) {
  for (const auto& [key, node] : section) {
    reading.values[fmt::format("{}.{}", prefix, key.str())] = toml_file::excerpt(node);
  }
}

}  // namespace

PolicyReading FilePolicySource::read() {
  PolicyReading reading;
  const auto text = toml_file::read_text(file_, kMaxSettingsBytes);
  if (!text && text.error().code == ErrorCode::NotFound) return reading;
  toml_file::Report report(toml_file::to_utf8(file_), kFileCodes);
  if (!text) {
    toml_file::report_unreadable(report, text.error());
  } else if (const auto table = toml_file::parse_document(*text, report)) {
    for (const auto& [key, node] : *table) {
      if (const toml::table* section = node.as_table()) {
        take_values(*section, std::string(key.str()), reading);
      } else {
        reading.values[std::string(key.str())] = toml_file::excerpt(node);
      }
    }
  }
  reading.problems = report.take();
  return reading;
}

}  // namespace kigen::settings

#include "common/profile/load.h"

#include <fmt/format.h>

#include "common/profile/folder.h"
#include "common/profile/read.h"
#include "common/toml/document.h"

namespace kigen::profile {
namespace {

using toml_file::Report;

Loaded finish(std::optional<Profile> profile, Report& report) {
  return {std::move(profile), report.take()};
}

}  // namespace

Loaded parse_profile(std::string_view text, const std::string& file) {
  Report report(file, kCodes);
  if (text.size() > kMaxProfileBytes) {
    report.add(ErrorCode::FileTooLarge, "too_large").error.with("limit", fmt::to_string(kMaxProfileBytes));
    return finish(std::nullopt, report);
  }
  const auto table = toml_file::parse_document(text, report);
  return finish(table ? read_profile(*table, report) : std::nullopt, report);
}

Loaded parse_override(std::string_view base, const std::string& base_file, std::string_view over,
                      const std::string& over_file) {
  Report over_report(over_file, kCodes);
  auto over_table = toml_file::parse_document(over, over_report);
  if (!over_table) return finish(std::nullopt, over_report);
  Report report(base_file, kCodes);
  auto table = toml_file::parse_document(base, report);
  if (!table) return finish(std::nullopt, report);
  merge_override(*table, std::move(*over_table), report);
  auto profile = read_profile(*table, report);
  if (profile) profile->override_file = over_file;
  return finish(std::move(profile), report);
}

Loaded load_profile(const std::filesystem::path& path) {
  const std::string file = toml_file::to_utf8(path);
  const auto text = toml_file::read_text(path, kMaxProfileBytes);
  if (text) return parse_profile(*text, file);
  Report report(file, kCodes);
  toml_file::report_unreadable(report, text.error());
  return finish(std::nullopt, report);
}

Loaded lint_profile(const std::filesystem::path& path, const std::filesystem::path& shipped) {
  const Candidate candidate = read_candidate(path);
  if (candidate.kind != Candidate::Kind::Override) return load_profile(path);
  for (const std::filesystem::path& other : list_profile_files(shipped).files) {
    const Candidate base = read_candidate(other);
    if (base.kind == Candidate::Kind::Profile && base.id == candidate.id) {
      return parse_override(base.text, base.file, candidate.text, candidate.file);
    }
  }
  return {std::nullopt, {unknown_base(candidate)}};
}

}  // namespace kigen::profile

#include "common/profile/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "common/profile/profile_set.h"
#include "common/profile/read.h"
#include "common/profile/rules.h"
#include "common/toml/document.h"

namespace kigen::profile {
namespace {

using toml_file::Need;
using toml_file::Report;
using toml_file::TableReader;
using toml_file::TextRule;

void read_override_id(const toml::table& table, Report& report, Candidate& candidate) {
  static constexpr TextRule kIdRule{.holds = is_id, .allowed = "a-z 0-9 -", .max_bytes = 64};
  TableReader root(report, table);
  if (root.text(kOverrides, Need::Required, kIdRule, candidate.id)) candidate.kind = Candidate::Kind::Override;
}

void remember_place(const toml::table& table, std::string_view key, Candidate& candidate) {
  if (const toml::node* node = table.get(key)) {
    candidate.id_line = node->source().begin.line;
    candidate.id_column = node->source().begin.column;
  }
}

void move_into(toml::table& to, const toml::key& key, toml::node& from) {
  from.visit([&](auto& node) { to.insert_or_assign(key, std::move(node)); });
}

void merge_tables(toml::table& base, toml::table& over) {
  for (auto&& [key, node] : over) {
    toml::node* old = base.get(key.str());
    if (old != nullptr && old->is_table() && node.is_table()) {
      merge_tables(*old->as_table(), *node.as_table());
    } else {
      base.erase(key.str());  // with its key, whose position is the base's
      move_into(base, key, node);
    }
  }
}

}  // namespace

void merge_override(toml::table& base, toml::table&& over, Report& report) {
  if (const toml::node* id = over.get("id")) {
    report.add(ErrorCode::ProfileBadValue, id->source(), "id", "combination").error.with("allowed", "overrides");
  }
  over.erase("id");
  over.erase(kOverrides);
  merge_tables(base, over);
}

Folder list_profile_files(const std::filesystem::path& folder) {
  Folder found;
  std::error_code failure;
  std::filesystem::directory_iterator entries(folder, failure), end;
  const auto complain = [&](ErrorCode code, const char* reason) {
    Diagnostic one;
    one.file = toml_file::to_utf8(folder);
    one.error = Error(code, failure ? failure.message() : std::string{});
    one.error.with("file", one.file).with("path", one.file).with("reason", reason);
    found.diagnostics.push_back(std::move(one));
  };
  if (failure) {
    complain(ErrorCode::FileNotReadable, "unreadable");
    return found;
  }
  while (entries != end) {
    const std::filesystem::path& path = entries->path();
    const std::string name = toml_file::to_utf8(path.filename());
    if (name.ends_with(".toml") && !name.starts_with('.')) found.files.push_back(path);
    entries.increment(failure);
    if (failure) {
      complain(ErrorCode::FileNotReadable, "unreadable");
      break;
    }
  }
  std::sort(found.files.begin(), found.files.end());
  if (found.files.size() > kMaxProfileFiles) {
    complain(ErrorCode::ProfileBadValue, "too_many");
    found.diagnostics.back().error.with("allowed", fmt::format("0..{}", kMaxProfileFiles));
    found.files.resize(kMaxProfileFiles);
  }
  return found;
}

Candidate read_candidate(const std::filesystem::path& path) {
  Candidate candidate;
  candidate.file = toml_file::to_utf8(path);
  Report report(candidate.file, kCodes);
  auto text = toml_file::read_text(path, kMaxProfileBytes);
  if (!text) {
    toml_file::report_unreadable(report, text.error());
    candidate.diagnostics = report.take();
    return candidate;
  }
  candidate.text = std::move(*text);
  if (const auto table = toml_file::parse_document(candidate.text, report)) {
    if (table->contains(kOverrides)) {
      read_override_id(*table, report, candidate);
      remember_place(*table, kOverrides, candidate);
    } else if ((candidate.profile = read_profile(*table, report))) {
      candidate.kind = Candidate::Kind::Profile;
      candidate.id = candidate.profile->id;
      remember_place(*table, "id", candidate);
    }
  }
  candidate.diagnostics = report.take();
  return candidate;
}

Diagnostic unknown_base(const Candidate& over) {
  toml::source_region where;
  where.begin = {over.id_line, over.id_column};
  Report report(over.file, kCodes);
  Diagnostic one = report.add(ErrorCode::ProfileBadValue, where, std::string(kOverrides), "unknown_reference");
  one.error.with("value", over.id);
  return one;
}

}  // namespace kigen::profile

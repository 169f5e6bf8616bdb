#include "common/settings/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/settings/file_codes.h"
#include "common/settings/schema.h"
#include "common/toml/document.h"
#include "common/toml/table_reader.h"

namespace kigen::settings {
namespace {

using toml_file::Need;
using toml_file::Report;
using toml_file::TableReader;
using toml_file::TextRule;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A drive, a share or a POSIX root: a relative path would depend on where the service happened to start.
bool is_absolute(std::string_view path) {
  const bool drive = path.size() >= 3 && is_letter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
  const bool share = path.size() > 2 && path.starts_with("\\\\");
  return drive || share || path.starts_with('/');
}

// "C:\Certs\" and "c:/certs" are one folder on Windows; on POSIX only the last slash goes.
std::string comparable(std::string path) {
  const bool posix = path.starts_with('/');
  if (!posix) {
    std::transform(path.begin(), path.end(), path.begin(), [](char c) {
      if (c == '/') return '\\';
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  }
  const char separator = posix ? '/' : '\\';
  while (path.size() > 1 && path.back() == separator) path.pop_back();
  return path;
}

void read_sources(TableReader& root, Report& report, FileLayer& layer) {
  static constexpr std::array<std::string_view, 1> kKinds{"folder"};
  static constexpr TextRule kPathRule{
      .holds = is_absolute, .allowed = "C:\\folder, \\\\server\\share, /folder", .max_bytes = 1024};
  for (TableReader& reader : root.tables("source", kMaxFolders)) {
    std::string kind;
    FolderSource folder;
    reader.word("kind", Need::Required, kKinds, kind);
    if (reader.text("path", Need::Required, kPathRule, folder.path)) {
      const bool again = std::any_of(layer.folders.begin(), layer.folders.end(), [&](const FolderSource& other) {
        return comparable(other.path) == comparable(folder.path);
      });
      if (again) reader.bad("path", "duplicate").error.code = report.codes().duplicate;
    }
    reader.finish();
    layer.folders.push_back(std::move(folder));
  }
}

// The text of a value in the file, nothing when it is not of the definition's type. A word is not taken for a number.
std::optional<std::string> text_of(const Definition& definition, const toml::node& node) {
  switch (definition.kind) {
    case Kind::Integer:
      if (const auto* number = node.as_integer()) return fmt::to_string(number->get());
      break;
    case Kind::Boolean:
      if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
      break;
    case Kind::Word:
      if (const auto* word = node.as_string()) return word->get();
      break;
  }
  return std::nullopt;
}

void read_value(const Definition& definition, const toml::node& node, Report& report, FileLayer& layer) {
  const std::string key(definition.key);
  const auto text = text_of(definition, node);
  const auto checked = text ? check_value(definition, *text)
                            : Result<std::string>(Error(ErrorCode::SettingType).with("allowed", allowed(definition)));
  if (checked) {
    layer.values[key] = *checked;
    return;
  }
  const bool type = checked.error().code == ErrorCode::SettingType;
  Error& error = report.add(checked.error().code, node.source(), key, type ? "type" : "range").error;
  for (const auto& [name, value] : checked.error().args) error.with(name, value);
  if (std::string value = toml_file::excerpt(node); !value.empty()) error.with("value", std::move(value));
}

// [check] and the like: every section of the schema, then what is left over is unknown.
void read_sections(TableReader& root, Report& report, FileLayer& layer) {
  std::string_view last;
  for (const Definition& definition : schema()) {
    const std::string_view section = definition.key.substr(0, definition.key.find('.'));
    if (section == last) continue;
    last = section;
    auto reader = root.table(section, Need::Optional);
    if (!reader) continue;
    for (const Definition& one : schema()) {
      if (!one.key.starts_with(section) || one.key[section.size()] != '.') continue;
      if (const toml::node* node = reader->take(one.key.substr(section.size() + 1), Need::Optional)) {
        read_value(one, *node, report, layer);
      }
    }
    reader->finish();
  }
}

}  // namespace

ParsedFile parse_settings(std::string_view text, const std::string& file) {
  ParsedFile parsed;
  Report report(file, kFileCodes);
  if (text.size() > kMaxSettingsBytes) {
    report.add(ErrorCode::FileTooLarge, "too_large").error.with("limit", fmt::to_string(kMaxSettingsBytes));
  } else if (const auto table = toml_file::parse_document(text, report)) {
    TableReader root(report, *table);
    read_sections(root, report, parsed.layer);
    read_sources(root, report, parsed.layer);
    root.finish();
  }
  if (report.failed()) parsed.layer = {};
  parsed.diagnostics = report.take();
  return parsed;
}

ParsedFile load_settings(const std::filesystem::path& path) {
  const std::string file = toml_file::to_utf8(path);
  const auto text = toml_file::read_text(path, kMaxSettingsBytes);
  if (text) return parse_settings(*text, file);
  if (text.error().code == ErrorCode::NotFound) return {};
  Report report(file, kFileCodes);
  toml_file::report_unreadable(report, text.error());
  return {.layer = {}, .diagnostics = report.take()};
}

}  // namespace kigen::settings

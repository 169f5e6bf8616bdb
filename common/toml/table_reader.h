// Takes a TOML table apart, key by key, against what a key may hold. Every fault goes to the Report and the target
// keeps its value, so that one pass tells all faults. Call finish() last: it tells the keys that nobody asked for.
// Refers to the Report and the table, which must outlive it.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/toml/report.h"

namespace kigen::toml_file {

enum class Need { Required, Optional };

/// What a string may hold. `allowed` is the form for people, in no language: "https://host/path".
struct TextRule {
  bool (*holds)(std::string_view) = nullptr;  ///< null: any text
  std::string_view allowed;
  std::size_t min_bytes = 1, max_bytes = 200;
  bool several_lines = false;
};

class TableReader {
 public:
  TableReader(Report& report, const toml::table& table, std::string path = {})
      : report_(&report), table_(&table), path_(std::move(path)) {}

  /// Each returns whether the key was there and good, and only then writes `to`.
  bool text(std::string_view key, Need need, const TextRule& rule, std::string& to);
  bool word(std::string_view key, Need need, std::span<const std::string_view> words, std::string& to);
  bool integer(std::string_view key, Need need, std::int64_t min, std::int64_t max, std::int64_t& to);
  bool integer(std::string_view key, Need need, std::int64_t min, std::int64_t max, int& to);
  bool boolean(std::string_view key, Need need, bool& to);
  /// At most `limit` different strings.
  bool texts(std::string_view key, Need need, const TextRule& rule, std::size_t limit, std::vector<std::string>& to);
  bool integers(std::string_view key, Need need, std::int64_t min, std::int64_t max, std::size_t limit,
                std::vector<int>& to);
  [[nodiscard]] std::optional<TableReader> table(std::string_view key, Need need);
  /// [[key]], at most `limit`.
  [[nodiscard]] std::vector<TableReader> tables(std::string_view key, std::size_t limit);

  /// The key's node, whatever its type; null (told when required) when it is not there.
  [[nodiscard]] const toml::node* take(std::string_view key, Need need);

  /// Adds a bad-value fault at the key (or at the table when it is not there), with what stands there.
  Diagnostic& bad(std::string_view key, std::string_view reason, std::string_view allowed = {});
  Diagnostic& bad_item(std::string_view key, std::size_t index, std::string_view reason, std::string_view allowed = {});
  Diagnostic& missing(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  [[nodiscard]] const toml::table& raw() const noexcept { return *table_; }
  [[nodiscard]] std::string path_of(std::string_view key) const;

  void finish();

 private:
  [[nodiscard]] const toml::array* list(std::string_view key, Need need, std::size_t limit);
  [[nodiscard]] bool holds(const toml::node& node, const std::string& path, const TextRule& rule, std::string& to);
  [[nodiscard]] bool in_range(const toml::node& node, const std::string& path, std::int64_t min, std::int64_t max,
                              std::int64_t& to);
  Diagnostic& fault(const toml::node& node, const std::string& path, std::string_view reason, std::string_view allowed);

  Report* report_;
  const toml::table* table_;
  std::string path_;
  std::vector<std::string_view> asked_;
};

/// "a, b, c".
[[nodiscard]] std::string join(std::span<const std::string_view> words);

}  // namespace kigen::toml_file

#include "common/toml/table_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/utf8_fold.h"
#include "common/toml/suggest.h"

namespace kigen::toml_file {
namespace {

bool has_control_character(std::string_view text, bool several_lines) {
  return std::any_of(text.begin(), text.end(), [several_lines](char c) {
    if (several_lines && c == '\n') return false;
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

}  // namespace

std::string join(std::span<const std::string_view> words) {
  std::string joined;
  for (const std::string_view word : words) {
    if (!joined.empty()) joined += ", ";
    joined += word;
  }
  return joined;
}

std::string TableReader::path_of(std::string_view key) const {
  if (key.empty()) return path_;
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const toml::node* TableReader::take(std::string_view key, Need need) {
  asked_.push_back(key);
  const toml::node* node = table_->get(key);
  if (node == nullptr && need == Need::Required) missing(key);
  return node;
}

Diagnostic& TableReader::fault(const toml::node& node, const std::string& path, std::string_view reason,
                               std::string_view allowed) {
  const ErrorCode code = reason == "type" ? report_->codes().wrong_type : report_->codes().bad_value;
  Diagnostic& one = report_->add(code, node.source(), path, reason);
  if (!allowed.empty()) one.error.with("allowed", std::string(allowed));
  if (std::string value = excerpt(node); !value.empty()) one.error.with("value", std::move(value));
  return one;
}

Diagnostic& TableReader::missing(std::string_view key) {
  toml::source_region where = table_->source();
  if (where.begin.line == 0) where.begin = {1, 1};
  return report_->add(report_->codes().missing_key, where, path_of(key), "missing");
}

Diagnostic& TableReader::bad(std::string_view key, std::string_view reason, std::string_view allowed) {
  const toml::node* node = table_->get(key);
  return fault(node == nullptr ? *table_ : *node, path_of(key), reason, allowed);
}

Diagnostic& TableReader::bad_item(std::string_view key, std::size_t index, std::string_view reason,
                                  std::string_view allowed) {
  const toml::array* array = table_->get_as<toml::array>(key);
  const toml::node* item = array == nullptr ? nullptr : array->get(index);
  return fault(item == nullptr ? *table_ : *item, fmt::format("{}[{}]", path_of(key), index), reason, allowed);
}

bool TableReader::holds(const toml::node& node, const std::string& path, const TextRule& rule, std::string& to) {
  const auto* text = node.as_string();
  if (text == nullptr) {
    fault(node, path, "type", "string");
    return false;
  }
  const std::string& value = text->get();
  if (value.size() < rule.min_bytes || value.size() > rule.max_bytes) {
    fault(node, path, "length", fmt::format("{}..{}", rule.min_bytes, rule.max_bytes));
    return false;
  }
  const bool good = is_utf8(value) && !has_control_character(value, rule.several_lines) &&
                    (rule.holds == nullptr || value.empty() || rule.holds(value));
  if (!good) {
    fault(node, path, "format", rule.allowed);
    return false;
  }
  to = value;
  return true;
}

bool TableReader::in_range(const toml::node& node, const std::string& path, std::int64_t min, std::int64_t max,
                           std::int64_t& to) {
  const std::string allowed = fmt::format("{}..{}", min, max);
  const auto* number = node.as_integer();
  if (number == nullptr) {
    fault(node, path, "type", "integer").error.with("allowed", allowed);
    return false;
  }
  if (number->get() < min || number->get() > max) {
    fault(node, path, "range", allowed);
    return false;
  }
  to = number->get();
  return true;
}

bool TableReader::text(std::string_view key, Need need, const TextRule& rule, std::string& to) {
  const toml::node* node = take(key, need);
  return node != nullptr && holds(*node, path_of(key), rule, to);
}

bool TableReader::word(std::string_view key, Need need, std::span<const std::string_view> words, std::string& to) {
  const toml::node* node = take(key, need);
  if (node == nullptr) return false;
  const auto* text = node->as_string();
  if (text != nullptr && std::find(words.begin(), words.end(), text->get()) != words.end()) {
    to = text->get();
    return true;
  }
  Diagnostic& one = fault(*node, path_of(key), text == nullptr ? "type" : "word", join(words));
  if (text != nullptr) {
    if (std::string near = nearest(text->get(), words); !near.empty()) one.error.with("did_you_mean", std::move(near));
  }
  return false;
}

bool TableReader::integer(std::string_view key, Need need, std::int64_t min, std::int64_t max, std::int64_t& to) {
  const toml::node* node = take(key, need);
  return node != nullptr && in_range(*node, path_of(key), min, max, to);
}

bool TableReader::integer(std::string_view key, Need need, std::int64_t min, std::int64_t max, int& to) {
  std::int64_t wide = 0;
  if (!integer(key, need, min, max, wide)) return false;
  to = static_cast<int>(wide);
  return true;
}

bool TableReader::boolean(std::string_view key, Need need, bool& to) {
  const toml::node* node = take(key, need);
  if (node == nullptr) return false;
  const auto* truth = node->as_boolean();
  if (truth == nullptr) {
    fault(*node, path_of(key), "type", "true, false");
    return false;
  }
  to = truth->get();
  return true;
}

const toml::array* TableReader::list(std::string_view key, Need need, std::size_t limit) {
  const toml::node* node = take(key, need);
  if (node == nullptr) return nullptr;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fault(*node, path_of(key), "type", "array");
    return nullptr;
  }
  if (array->size() > limit) {
    fault(*node, path_of(key), "too_many", fmt::format("0..{}", limit));
    return nullptr;
  }
  return array;
}

bool TableReader::texts(std::string_view key, Need need, const TextRule& rule, std::size_t limit,
                        std::vector<std::string>& to) {
  const toml::array* array = list(key, need, limit);
  if (array == nullptr) return false;
  std::vector<std::string> values;
  bool good = true;
  for (std::size_t i = 0; i < array->size(); ++i) {
    std::string value;
    if (!holds(*array->get(i), fmt::format("{}[{}]", path_of(key), i), rule, value)) {
      good = false;
    } else if (std::find(values.begin(), values.end(), value) != values.end()) {
      bad_item(key, i, "duplicate");
      good = false;
    } else {
      values.push_back(std::move(value));
    }
  }
  if (good) to = std::move(values);
  return good;
}

bool TableReader::integers(std::string_view key, Need need, std::int64_t min, std::int64_t max, std::size_t limit,
                           std::vector<int>& to) {
  const toml::array* array = list(key, need, limit);
  if (array == nullptr) return false;
  std::vector<int> values;
  bool good = true;
  for (std::size_t i = 0; i < array->size(); ++i) {
    std::int64_t value = 0;
    if (in_range(*array->get(i), fmt::format("{}[{}]", path_of(key), i), min, max, value)) {
      values.push_back(static_cast<int>(value));
    } else {
      good = false;
    }
  }
  if (good) to = std::move(values);
  return good;
}

std::optional<TableReader> TableReader::table(std::string_view key, Need need) {
  const toml::node* node = take(key, need);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) return TableReader(*report_, *inner, path_of(key));
  fault(*node, path_of(key), "type", "table");
  return std::nullopt;
}

std::vector<TableReader> TableReader::tables(std::string_view key, std::size_t limit) {
  std::vector<TableReader> readers;
  const toml::array* array = list(key, Need::Optional, limit);
  if (array == nullptr) return readers;
  for (std::size_t i = 0; i < array->size(); ++i) {
    if (const toml::table* inner = array->get(i)->as_table()) {
      readers.emplace_back(*report_, *inner, fmt::format("{}[{}]", path_of(key), i));
    } else {
      bad_item(key, i, "type", "table");
    }
  }
  return readers;
}

void TableReader::finish() {
  for (const auto& [key, node] : *table_) {
    const std::string_view name = key.str();
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    Diagnostic& one = report_->add(report_->codes().unknown_key, key.source(), path_of(excerpt(name)), "unknown");
    if (std::string near = nearest(name, asked_); !near.empty()) one.error.with("did_you_mean", std::move(near));
  }
}

}  // namespace kigen::toml_file

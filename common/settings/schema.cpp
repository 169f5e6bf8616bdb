#include "common/settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "common/toml/report.h"
#include "common/toml/suggest.h"
#include "common/toml/table_reader.h"

namespace kigen::settings {
namespace {

constexpr std::array<std::string_view, 2> kBooleans{"true", "false"};
constexpr std::array<std::string_view, 3> kLanguages{"auto", "ja", "en"};
constexpr std::array<std::string_view, 4> kLevels{"error", "warning", "info", "debug"};
constexpr std::array<std::string_view, 3> kAudiences{"everyone", "administrators", "nobody"};

constexpr Definition integer(std::string_view key, std::string_view value, std::int64_t min, std::int64_t max,
                             SetBy set_by = SetBy::Administrator) {
  return {.key = key, .kind = Kind::Integer, .default_value = value, .min = min, .max = max, .set_by = set_by};
}
constexpr Definition boolean(std::string_view key, std::string_view value) {
  return {.key = key, .kind = Kind::Boolean, .default_value = value, .words = kBooleans};
}
constexpr Definition word(std::string_view key, std::string_view value, std::span<const std::string_view> words,
                          SetBy set_by = SetBy::Administrator) {
  return {.key = key, .kind = Kind::Word, .default_value = value, .words = words, .set_by = set_by};
}

constexpr std::array kSchema{
    integer("check.default_window_days", "28", 1, 365),
    integer("check.interval_hours", "24", 1, 72, SetBy::Everyone),
    boolean("inventory.local_machine", "true"),
    integer("log.files", "5", 1, 50),
    word("log.level", "info", kLevels),
    integer("log.max_size_mib", "5", 1, 100),
    integer("preflight.timeout_seconds", "10", 1, 120),
    word("ui.language", "auto", kLanguages, SetBy::Everyone),
    word("warnings.machine_certificates", "everyone", kAudiences),
};

constexpr bool is_sorted_by_key() {
  for (std::size_t i = 1; i < kSchema.size(); ++i) {
    if (kSchema[i - 1].key >= kSchema[i].key) return false;
  }
  return true;
}
static_assert(is_sorted_by_key());

std::optional<std::int64_t> to_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A number so large that it is no std::int64_t is still a number, out of range.
bool is_number(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Error refusal(ErrorCode code, const Definition& definition, std::string_view text) {
  return Error(code)
      .with("key", std::string(definition.key))
      .with("value", toml_file::excerpt(text))
      .with("allowed", allowed(definition));
}

}  // namespace

std::span<const Definition> schema() {
  return kSchema;
}

const Definition* find(std::string_view key) {
  const auto found =
      std::find_if(kSchema.begin(), kSchema.end(), [key](const Definition& one) { return one.key == key; });
  return found == kSchema.end() ? nullptr : &*found;
}

std::string allowed(const Definition& definition) {
  if (definition.kind == Kind::Integer) return fmt::format("{}..{}", definition.min, definition.max);
  return toml_file::join(definition.words);
}

Result<std::string> check_value(const Definition& definition, std::string_view text) {
  if (definition.kind == Kind::Integer) {
    const auto value = to_integer(text);
    if (!value) return refusal(is_number(text) ? ErrorCode::SettingRange : ErrorCode::SettingType, definition, text);
    if (*value < definition.min || *value > definition.max) return refusal(ErrorCode::SettingRange, definition, text);
    return fmt::to_string(*value);
  }
  const bool known = std::find(definition.words.begin(), definition.words.end(), text) != definition.words.end();
  if (known) return std::string(text);
  Error error =
      refusal(definition.kind == Kind::Boolean ? ErrorCode::SettingType : ErrorCode::SettingRange, definition, text);
  if (std::string near = toml_file::nearest(text, definition.words); !near.empty()) {
    error.with("did_you_mean", std::move(near));
  }
  return error;
}

Error unknown_setting(std::string_view key) {
  std::array<std::string_view, kSchema.size()> keys;
  std::transform(kSchema.begin(), kSchema.end(), keys.begin(), [](const Definition& one) { return one.key; });
  Error error = Error(ErrorCode::SettingUnknown).with("key", toml_file::excerpt(key));
  if (std::string near = toml_file::nearest(key, keys); !near.empty()) error.with("did_you_mean", std::move(near));
  return error;
}

}  // namespace kigen::settings

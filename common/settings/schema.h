// Every setting there is: key, type, default, allowed values, and who may set it at run time. Constant data.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace kigen::settings {

enum class Kind { Integer, Boolean, Word };
enum class SetBy { Everyone, Administrator };

struct Definition {
  std::string_view key;  ///< "check.interval_hours"
  Kind kind = Kind::Integer;
  std::string_view default_value;           ///< as text, canonical
  std::int64_t min = 0, max = 0;            ///< Integer
  std::span<const std::string_view> words;  ///< Word
  SetBy set_by = SetBy::Administrator;
};

/// By key.
[[nodiscard]] std::span<const Definition> schema();
/// Null when there is no such key.
[[nodiscard]] const Definition* find(std::string_view key);

/// "1..72", "auto, ja, en", "true, false": for every refusal, in every place alike.
[[nodiscard]] std::string allowed(const Definition& definition);

/// The canonical text of a value, or SettingType (no number, no boolean) or SettingRange (outside, no such word), each
/// with "key", "value" and "allowed".
[[nodiscard]] Result<std::string> check_value(const Definition& definition, std::string_view text);

/// SettingUnknown with "key" and, when one is near, "did_you_mean".
[[nodiscard]] Error unknown_setting(std::string_view key);

}  // namespace kigen::settings

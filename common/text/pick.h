// Helpers of the text tables. Inside common/text only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

inline bool ja(Language language) {
  return language == Language::Japanese;
}

inline std::string pick(Language language, std::string_view japanese, std::string_view english) {
  return std::string(ja(language) ? japanese : english);
}

inline std::string_view plural(std::int64_t count) {
  return count == 1 ? "" : "s";
}

}  // namespace kigen::text

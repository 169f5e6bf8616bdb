// Fills sentences that lie in tables: {name} is an argument, {name:kind} says how it reads, and what stands in square
// brackets is left out when an argument in it is missing: "The file[ “{path}”[, line {line}]] cannot be read."
// Kinds: date (day with weekday), when (moment inside a sentence), time (clock), days ("12 days"), relative ("in 12
// days"), size (bytes), word (a word of a fixed list). An argument NAME_ja or NAME_en goes before NAME.
// Pure: any thread. Results are UTF-8.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "common/base/time.h"
#include "common/text/language.h"

namespace kigen::text {

struct Both {
  std::string_view ja, en;
  [[nodiscard]] std::string_view in(Language language) const noexcept {
    return language == Language::Japanese ? ja : en;
  }
};

struct Word {
  std::string_view word;
  Both text;
};

using Arguments = std::map<std::string, std::string, std::less<>>;

/// What a phrase may need beside its arguments. Without a calendar, instants stay as they came.
struct Context {
  Language language = Language::English;
  const LocalCalendar* calendar = nullptr;
  Instant now{};
  std::span<const Word> words;
};

[[nodiscard]] std::string fill(std::string_view pattern, const Arguments& arguments, const Context& context);

/// `value` as one harmless line: valid UTF-8, no control characters or text direction marks, cut to 300 bytes.
[[nodiscard]] std::string harmless(std::string_view value);

}  // namespace kigen::text

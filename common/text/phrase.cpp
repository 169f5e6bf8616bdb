#include "common/text/phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "common/text/dates.h"

namespace kigen::text {
namespace {

constexpr std::size_t kMostBytes = 300;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  // bytes taken
  bool good = false;
};

// One code point by RFC 3629: no overlong forms, no surrogates.
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return {};
  return {value, length, true};
}

// Controls, and what could make a text read otherwise than it is written.
bool is_harmful(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool direction = c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
  return control || direction;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::int64_t kKi = 1024, kMi = kKi * kKi;
  if (bytes >= kMi) return fmt::format("{} MB", bytes / kMi);
  if (bytes >= kKi) return fmt::format("{} KB", bytes / kKi);
  return fmt::format("{} B", bytes);
}

std::string word_text(std::string_view word, const Context& context) {
  for (const Word& known : context.words) {
    if (known.word == word) return std::string(known.text.in(context.language));
  }
  std::string text = harmless(word);  // a word of the code itself: readable at least
  std::ranges::replace(text, '_', ' ');
  return text;
}

// How `value` reads as `kind`; as it came when it is no value of that kind.
std::string say(std::string_view kind, std::string_view value, const Context& context) {
  if (kind == "word") return word_text(value, context);
  if (const auto count = number(value)) {
    if (kind == "days") return day_count(context.language, *count);
    if (kind == "relative") return relative_days(context.language, *count);
    if (kind == "size") return size_text(*count);
  }
  if (context.calendar != nullptr) {
    if (const auto instant = from_rfc3339(value)) {
      if (kind == "date") return short_date(context.language, *instant, context.now, *context.calendar);
      if (kind == "when") return moment_in_sentence(context.language, *instant, context.now, *context.calendar);
      if (kind == "time") return clock_time(*instant, *context.calendar);
    }
  }
  return harmless(value);
}

std::string_view find(const Arguments& arguments, std::string_view name, Language language) {
  const std::string own = std::string(name) + (language == Language::Japanese ? "_ja" : "_en");
  auto found = arguments.find(own);
  if (found == arguments.end() || found->second.empty()) found = arguments.find(name);
  return found == arguments.end() ? std::string_view{} : found->second;
}

// The position of the bracket that closes the one at `open`.
std::size_t closing_bracket(std::string_view pattern, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '[') ++depth;
    if (pattern[i] == ']' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

class Filler {
 public:
  Filler(const Arguments& arguments, const Context& context) : arguments_(arguments), context_(context) {}

  // Fills `pattern`; `complete` becomes false when an argument in it is missing.
  std::string fill(std::string_view pattern, bool& complete) const {
    std::string text;
    while (!pattern.empty()) {
      const std::size_t special = pattern.find_first_of("{[");
      text += pattern.substr(0, special);
      if (special == std::string_view::npos) break;
      const bool optional = pattern[special] == '[';
      const std::size_t end = optional ? closing_bracket(pattern, special) : pattern.find('}', special);
      if (end == std::string_view::npos) break;
      const std::string_view inner = pattern.substr(special + 1, end - special - 1);
      text += optional ? optional_part(inner) : argument(inner, complete);
      pattern.remove_prefix(end + 1);
    }
    return text;
  }

 private:
  [[nodiscard]] std::string optional_part(std::string_view inner) const {
    bool complete = true;
    std::string part = fill(inner, complete);
    return complete ? part : std::string{};
  }

  std::string argument(std::string_view placeholder, bool& complete) const {
    const std::size_t colon = placeholder.find(':');
    const std::string_view name = placeholder.substr(0, colon);
    const std::string_view kind = colon == std::string_view::npos ? std::string_view{} : placeholder.substr(colon + 1);
    const std::string_view value = find(arguments_, name, context_.language);
    if (value.empty()) {
      complete = false;
      return "?";
    }
    return say(kind, value, context_);
  }

  const Arguments& arguments_;
  const Context& context_;
};

}  // namespace

std::string fill(std::string_view pattern, const Arguments& arguments, const Context& context) {
  bool complete = true;
  return Filler(arguments, context).fill(pattern, complete);
}

std::string harmless(std::string_view value) {
  std::string text;
  while (!value.empty()) {
    const CodePoint point = decode(value);
    const std::string_view bytes = point.good ? value.substr(0, point.length) : kReplacement;
    if (text.size() + bytes.size() > kMostBytes) return text + "…";
    if (!point.good || !is_harmful(point.value)) {
      text += bytes;
    } else if (point.value < 0x20) {
      text += ' ';  // a line break still separates words
    }
    value.remove_prefix(point.length);
  }
  return text;
}

}  // namespace kigen::text

// What every text of Kigen must keep to; the pieces that the table tests share.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "common/text/phrase.h"

namespace kigen::text::test {

/// The names of a pattern's arguments, without their kinds.
inline std::set<std::string> placeholders(std::string_view pattern) {
  std::set<std::string> names;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    const std::size_t end = pattern.find_first_of("}:", at);
    names.emplace(pattern.substr(at + 1, end - at - 1));
  }
  return names;
}

/// The kinds that phrase.h names; a typing mistake would show the raw argument.
inline bool has_only_known_kinds(std::string_view pattern) {
  static const std::set<std::string_view> kinds{"date", "when", "time", "days", "relative", "size", "word"};
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    const std::string_view inner = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    const std::size_t colon = inner.find(':');
    if (colon != std::string_view::npos && !kinds.contains(inner.substr(colon + 1))) return false;
  }
  return true;
}

inline bool brackets_match(std::string_view pattern) {
  int square = 0, curly = 0;
  for (const char c : pattern) {
    square += c == '[' ? 1 : c == ']' ? -1 : 0;
    curly += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (square < 0 || curly < 0 || curly > 1) return false;
  }
  return square == 0 && curly == 0;
}

/// "" when `text` keeps the rules of the interface's words, else the word or mark that breaks them.
inline std::string broken_rule(std::string_view text, Language language) {
  if (text.empty()) return "empty";
  if (harmless(text).find("\xEF\xBF\xBD") != std::string::npos) return "not UTF-8";
  static constexpr std::array<std::string_view, 13> kNowhere{
      "!",  "！", "nvalid", "ontact your administrator", "無効な", "不正な", "エラーが発生", "...", "  ", "TODO",
      "\t", "\n", "\""};
  for (const std::string_view word : kNowhere) {
    if (text.find(word) != std::string_view::npos) return std::string(word);
  }
  if (language == Language::Japanese) {
    for (const std::string_view mark : {", ", ". ", "? ", ": ", "(", ")", "．", "，"}) {
      if (text.find(mark) != std::string_view::npos) return "half-width or foreign punctuation: " + std::string(mark);
    }
  } else {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) >= 0xE3 && static_cast<unsigned char>(c) <= 0xE9) return "Japanese in English";
    }
  }
  return {};
}

/// Whole sentences end as such.
inline bool ends_as_sentence(std::string_view text, Language language) {
  if (text.ends_with(']')) text.remove_suffix(1);
  if (language == Language::Japanese) return text.ends_with("。");
  return text.ends_with('.') || text.ends_with('?');
}

}  // namespace kigen::text::test

// The language of what people read. Each sentence is one typed function in common/text: f(Language, arguments) → UTF-8.
#pragma once

#include <string_view>

namespace kigen::text {

enum class Language { Japanese, English };

/// The user's language from the system (Windows UI language; LC_ALL, LC_MESSAGES, LANG elsewhere).
[[nodiscard]] Language system_language();

/// The language of a tag such as "ja", "ja-JP" or "ja_JP.UTF-8": Japanese for those, English for every other.
[[nodiscard]] Language language_of_tag(std::string_view tag) noexcept;

}  // namespace kigen::text

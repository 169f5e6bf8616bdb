// The language of what people read. Each sentence is one typed function in common/text: f(Language, arguments) → UTF-8.
#pragma once

namespace kigen::text {

enum class Language { Japanese, English };

/// The user's language from the system (Windows UI language; LC_ALL, LC_MESSAGES, LANG elsewhere).
[[nodiscard]] Language system_language();

}  // namespace kigen::text

// Names of keys and the text form of a KeyReference. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/keys/key.h"

namespace kigen::keys {

/// Letters, digits, '-', '_' and '.', 1 to 128 of them: safe as a file's name, a container's and a CNG key's.
[[nodiscard]] bool is_key_name(std::string_view name) noexcept;
/// InvalidArgument {name} unless is_key_name().
[[nodiscard]] Status check_key_name(std::string_view name);

/// "provider:name".
[[nodiscard]] std::string to_text(const KeyReference& reference);
/// Nothing when the text is not what to_text() writes: an unknown provider or a name that is none.
[[nodiscard]] std::optional<KeyReference> parse_key_reference(std::string_view text);

}  // namespace kigen::keys

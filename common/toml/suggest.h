// "Did you mean …?" for a key or a word that nobody knows. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kigen::toml_file {

/// The nearest candidate, "" when none is near: at most two edits (insert, remove, replace, swap neighbours), and at
/// most a third of the word. Case is ignored.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace kigen::toml_file

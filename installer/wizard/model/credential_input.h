// What may stand in a credential's field: folding as one types, and whether the entry can be sent. Pure functions.
//
// A code is copied from a letter or a web page, often with an input method switched on: full-width letters, digits and
// signs become half-width ones, and what can never be part of a credential is named, not swallowed.
#pragma once

#include <cstddef>
#include <string_view>

#include "common/base/secret.h"
#include "common/profile/profile.h"

namespace kigen::wizard {

enum class Complaint {
  None,               ///< may be sent
  Empty,              ///< nothing entered yet
  TooShort,           ///< by Reading::by characters
  TooLong,            ///< by Reading::by characters
  HalfWidthKatakana,  ///< ｱｲｳ: the input method is in a kana mode
  Japanese,           ///< kana, kanji or full-width signs that have no half-width form
  Space,              ///< a space where none may be
  Character,          ///< another character that the field does not take
};

/// What was typed, as it would be sent.
struct Reading {
  Secret value;  ///< folded and, where the profile says so, upper-cased
  Complaint complaint = Complaint::Empty;
  std::size_t length = 0;      ///< characters, not bytes
  std::size_t by = 0;          ///< TooShort, TooLong
  bool ends_in_space = false;  ///< allowed, but perhaps copied along
};

/// The half-width form of a full-width letter, digit or sign (U+FF01 to U+FF5E, U+3000, and what Japanese input methods
/// give for ' " - ~ and the backslash), upper case for a-z where `upper_case`; every other character as it is. One
/// UTF-16 unit becomes one unit: a caret keeps its place.
[[nodiscard]] char32_t fold_typed(char32_t character, bool upper_case) noexcept;

/// Reads UTF-8. Spaces and line ends around the entry are left out unless the field takes spaces. The first character
/// that cannot stay decides the complaint, before the length does. Bytes that are no UTF-8 are Complaint::Character.
[[nodiscard]] Reading read_credential(const profile::Credential& rule, std::string_view typed);

/// Is the credential asked for in an issue, in a renewal?
[[nodiscard]] bool used_for_issue(const profile::Credential& credential) noexcept;
[[nodiscard]] bool used_for_renewal(const profile::Credential& credential) noexcept;

/// Without spaces, tabs and line ends around it; a view of `text`.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace kigen::wizard

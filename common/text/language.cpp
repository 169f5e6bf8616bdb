#include "common/text/language.h"

namespace kigen::text {

Language language_of_tag(std::string_view tag) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const bool japanese = tag.size() >= 2 && lower(tag[0]) == 'j' && lower(tag[1]) == 'a' &&
                        (tag.size() == 2 || tag[2] == '-' || tag[2] == '_' || tag[2] == '.');
  return japanese ? Language::Japanese : Language::English;
}

}  // namespace kigen::text

#include <windows.h>

#include <string>
#include <vector>

#include "common/text/language.h"

namespace kigen::text {

Language system_language() {
  ULONG count = 0, length = 0;
  if (::GetUserPreferredUILanguages(MUI_LANGUAGE_NAME, &count, nullptr, &length) != 0 && length > 1) {
    std::vector<wchar_t> names(length);
    if (::GetUserPreferredUILanguages(MUI_LANGUAGE_NAME, &count, names.data(), &length) != 0 && names[0] != L'\0') {
      std::string first;  // the most preferred; a language tag is ASCII
      for (const wchar_t c : names) {
        if (c == L'\0') break;
        first += c < 0x80 ? static_cast<char>(c) : '?';
      }
      return language_of_tag(first);
    }
  }
  return PRIMARYLANGID(::GetUserDefaultUILanguage()) == LANG_JAPANESE ? Language::Japanese : Language::English;
}

}  // namespace kigen::text

#include "common/ui/win32/language_setting.h"

#include <windows.h>

#include <string_view>

namespace kigen::ui {
namespace {

constexpr wchar_t kKey[] = L"Software\\Kigen";
constexpr wchar_t kValue[] = L"Language";

// Of the window thread.
std::optional<text::Language> default_language;

}  // namespace

std::optional<text::Language> chosen_language() {
  wchar_t value[16] = {};
  DWORD bytes = sizeof value;
  if (::RegGetValueW(HKEY_CURRENT_USER, kKey, kValue, RRF_RT_REG_SZ, nullptr, value, &bytes) != ERROR_SUCCESS) {
    return std::nullopt;
  }
  const std::wstring_view chosen = value;
  if (chosen == L"ja") return text::Language::Japanese;
  if (chosen == L"en") return text::Language::English;
  return std::nullopt;
}

void choose_language(std::optional<text::Language> language) {
  if (!language) {
    ::RegDeleteKeyValueW(HKEY_CURRENT_USER, kKey, kValue);
    return;
  }
  const wchar_t* name = *language == text::Language::Japanese ? L"ja" : L"en";
  ::RegSetKeyValueW(HKEY_CURRENT_USER, kKey, kValue, REG_SZ, name, 3 * sizeof(wchar_t));
}

void set_default_language(std::optional<text::Language> language) {
  default_language = language;
}

text::Language window_language() {
  if (const auto chosen = chosen_language()) return *chosen;
  return default_language.value_or(text::system_language());
}

}  // namespace kigen::ui

// File names between UTF-16 and bytes, without loss: unpaired surrogates, which NTFS allows, become three bytes each.
#pragma once

#include <string>
#include <string_view>

namespace kigen::inventory {

[[nodiscard]] std::string to_wtf8(std::wstring_view name);
[[nodiscard]] std::wstring from_wtf8(std::string_view bytes);

}  // namespace kigen::inventory

// Text that is overwritten before its memory goes back: for what carries a login.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/wiping_allocator.h"

namespace kigen::net {

/// A vector, not a string: a short string's characters would lie in the object and stay there.
using WipedText = std::vector<char, WipingAllocator<char>>;

inline void append(WipedText& text, std::string_view more) {
  text.insert(text.end(), more.begin(), more.end());
}
[[nodiscard]] inline std::string_view view(const WipedText& text) noexcept {
  return {text.data(), text.size()};
}

}  // namespace kigen::net

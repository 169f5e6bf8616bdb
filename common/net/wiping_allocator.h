// Memory that is overwritten before it goes back: for buffers through which logins and keys pass.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "common/base/secret.h"

namespace kigen::net {

template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() noexcept = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) noexcept {}  // NOLINT: what the standard demands of an allocator

  [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
  void deallocate(T* memory, std::size_t count) noexcept {
    wipe(memory, count * sizeof(T));
    std::allocator<T>{}.deallocate(memory, count);
  }
  template <class U>
  friend bool operator==(const WipingAllocator&, const WipingAllocator<U>&) noexcept {
    return true;
  }
};

/// A vector, not a string: a short string's characters would lie in the object and stay there.
using WipedText = std::vector<char, WipingAllocator<char>>;

inline void append(WipedText& text, std::string_view more) {
  text.insert(text.end(), more.begin(), more.end());
}
[[nodiscard]] inline std::string_view view(const WipedText& text) noexcept {
  return {text.data(), text.size()};
}

}  // namespace kigen::net

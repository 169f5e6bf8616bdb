// How Windows may ask the user while a key is used: above which window, or not at all.
//
// One setting for the process, read at each use of a key; any thread. Elsewhere it changes nothing.
#pragma once

#include <cstdint>

namespace kigen::keys {

struct KeyPrompts {
  std::uintptr_t parent_window = 0;  ///< HWND; 0 for none
  bool silent = false;               ///< a key that needs a question answers KeyUseRefused instead
};

void set_key_prompts(const KeyPrompts& prompts) noexcept;
[[nodiscard]] KeyPrompts key_prompts() noexcept;

}  // namespace kigen::keys

#include "common/keys/prompts.h"

#include <atomic>

namespace kigen::keys {
namespace {

std::atomic<std::uintptr_t> parent_window{0};
std::atomic<bool> silent{false};

}  // namespace

void set_key_prompts(const KeyPrompts& prompts) noexcept {
  parent_window = prompts.parent_window;
  silent = prompts.silent;
}

KeyPrompts key_prompts() noexcept {
  return {.parent_window = parent_window, .silent = silent};
}

}  // namespace kigen::keys

#include <windows.h>

#include "common/platform/token_notice.h"

namespace kigen::platform {

unsigned tokens_changed_message() noexcept {
  return ::RegisterWindowMessageW(L"KigenTokensChanged");
}

void tell_tokens_changed() noexcept {
  if (const UINT message = tokens_changed_message()) ::PostMessageW(HWND_BROADCAST, message, 0, 0);
}

}  // namespace kigen::platform

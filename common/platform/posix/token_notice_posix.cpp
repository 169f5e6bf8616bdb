#include "common/platform/token_notice.h"

namespace kigen::platform {

unsigned tokens_changed_message() noexcept {
  return 0;
}

void tell_tokens_changed() noexcept {}

}  // namespace kigen::platform

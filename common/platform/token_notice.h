// The word between Kigen's programs of one desktop that a token holds something else than before: no device came or
// went and no library says so, but the tray's picture of the token is out of date. Any thread.
#pragma once

namespace kigen::platform {

/// Does not wait for anybody; nobody may be there.
void tell_tokens_changed() noexcept;
/// The window message that arrives then, at every top-level window; 0 where there are none.
[[nodiscard]] unsigned tokens_changed_message() noexcept;

}  // namespace kigen::platform

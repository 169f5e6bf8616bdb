// Whether a window may appear now: not over a full-screen program, a game or a presentation, nor a locked session.
#pragma once

namespace kigen::tray {

[[nodiscard]] bool screen_free();

}  // namespace kigen::tray

// The shapes that go with status words, as indexes into the lists' marks; win32 maps them to icons in this order.
#pragma once

#include <string_view>

namespace kigen::tray {

enum class Mark { Ok, Due, Expired, Lapsed, Waiting, Replaced, Unreadable, Info };

/// Of a certificate's status, or of "unreadable".
[[nodiscard]] Mark mark_of_status(std::string_view status) noexcept;
/// Of a notice's severity.
[[nodiscard]] Mark mark_of_severity(std::string_view severity) noexcept;

}  // namespace kigen::tray

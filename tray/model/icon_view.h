// What the notification area shows: which icon, and the tip that names the most urgent certificate. Pure.
#pragma once

#include <optional>
#include <string>

#include "common/ipc/messages.h"
#include "tray/model/context.h"

namespace kigen::tray {

enum class IconState { Fine, Due, Expired, Unreachable };

struct IconView {
  IconState state = IconState::Unreachable;
  std::string tip;  ///< UTF-8; at most kLongestTip UTF-16 units
  friend bool operator==(const IconView&, const IconView&) = default;
};

/// NOTIFYICONDATA holds 128 units with the terminating zero.
inline constexpr std::size_t kLongestTip = 127;

/// Without a status (not connected) the icon is grey.
[[nodiscard]] IconView icon_view(const Context& context, const std::optional<ipc::StatusResult>& status);

/// Cuts UTF-8 to `units` UTF-16 units, at a character, with "…" where something was cut.
[[nodiscard]] std::string shorten(const std::string& text, std::size_t units);

}  // namespace kigen::tray

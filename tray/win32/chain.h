// The chain of one of the user's certificates as Windows builds it, without going to the network. Off the UI thread.
#pragma once

#include <optional>
#include <string>

#include "tray/model/details_view.h"

namespace kigen::tray {

/// By SHA-1 thumbprint in CurrentUser\My; nothing when it is not there.
[[nodiscard]] std::optional<Chain> build_chain(const std::string& thumbprint_sha1);

}  // namespace kigen::tray

// Windows' own window for a certificate, and the names of its chain. UI thread only; the window is modal to its owner.
#pragma once

#include <windows.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kigen::wizard {

/// False when Windows has no such window or the bytes are no certificate.
bool show_certificate(HWND owner, std::span<const std::uint8_t> der);
/// The one with this SHA-1 thumbprint (hex) in the user's or the machine's store; false when it is in neither.
bool show_stored_certificate(HWND owner, const std::string& sha1_hex);
/// The names that Windows shows for each of them.
[[nodiscard]] std::vector<std::string> display_names(const std::vector<std::vector<std::uint8_t>>& chain);

}  // namespace kigen::wizard

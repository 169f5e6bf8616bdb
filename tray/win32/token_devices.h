// Tells when a smart-card reader or a USB device comes or goes: the system's own notice, for libraries that have no
// wait of their own. UI thread only; the registrations end with the object.
#pragma once

#include <windows.h>

#include <array>

namespace kigen::tray {

class TokenDevices {
 public:
  /// `window` receives WM_DEVICECHANGE from now on.
  explicit TokenDevices(HWND window);
  ~TokenDevices();
  TokenDevices(const TokenDevices&) = delete;
  TokenDevices& operator=(const TokenDevices&) = delete;

  /// Whether a WM_DEVICECHANGE speaks of such a device: volumes and ports are told to every window.
  [[nodiscard]] static bool concerns(WPARAM wparam, LPARAM lparam);

 private:
  std::array<HDEVNOTIFY, 2> registrations_{};
};

}  // namespace kigen::tray

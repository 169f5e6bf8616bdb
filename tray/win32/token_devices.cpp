#include "tray/win32/token_devices.h"

#include <dbt.h>

namespace kigen::tray {
namespace {

// GUID_DEVINTERFACE_SMARTCARD_READER and GUID_DEVINTERFACE_USB_DEVICE.
constexpr GUID kInterfaces[] = {{0x50DD5230, 0xBA8A, 0x11D1, {0xBF, 0x5D, 0x00, 0x00, 0xF8, 0x05, 0xF5, 0x30}},
                                {0xA5DCBF10, 0x6530, 0x11D2, {0x90, 0x1F, 0x00, 0xC0, 0x4F, 0xB9, 0x51, 0xED}}};

}  // namespace

TokenDevices::TokenDevices(HWND window) {
  static_assert(std::size(kInterfaces) == std::tuple_size_v<decltype(registrations_)>);
  for (std::size_t i = 0; i < registrations_.size(); ++i) {
    DEV_BROADCAST_DEVICEINTERFACE_W filter{};
    filter.dbcc_size = sizeof filter;
    filter.dbcc_devicetype = DBT_DEVTYP_DEVICEINTERFACE;
    filter.dbcc_classguid = kInterfaces[i];
    registrations_[i] = ::RegisterDeviceNotificationW(window, &filter, DEVICE_NOTIFY_WINDOW_HANDLE);
  }
}

TokenDevices::~TokenDevices() {
  for (HDEVNOTIFY registration : registrations_) {
    if (registration != nullptr) ::UnregisterDeviceNotification(registration);
  }
}

bool TokenDevices::concerns(WPARAM wparam, LPARAM lparam) {
  if (wparam != DBT_DEVICEARRIVAL && wparam != DBT_DEVICEREMOVECOMPLETE) return false;
  const auto* header = reinterpret_cast<const DEV_BROADCAST_HDR*>(lparam);
  return header == nullptr || header->dbch_devicetype == DBT_DEVTYP_DEVICEINTERFACE;
}

}  // namespace kigen::tray

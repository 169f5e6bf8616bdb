// Policy from the registry. Values are named as the settings ("check.interval_hours"), REG_DWORD for numbers and
// booleans (0 and 1), REG_SZ for words. One thread; owns its keys and its event.
#pragma once

#include <windows.h>

#include <string>

#include "common/base/unique_handle.h"
#include "common/settings/policy.h"

namespace kigen::settings {

struct RegistryKeyTraits {
  using Handle = HKEY;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle key) noexcept { ::RegCloseKey(key); }
};
struct EventTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle event) noexcept { ::CloseHandle(event); }
};

class RegistryPolicySource final : public PolicySource {
 public:
  /// HKLM\Software\Policies\Kigen.
  RegistryPolicySource() : RegistryPolicySource(HKEY_LOCAL_MACHINE, L"Software\\Policies", L"Kigen") {}
  /// `parent` is watched while `name` does not exist below it. For tests, elsewhere than HKLM.
  RegistryPolicySource(HKEY root, std::wstring parent, std::wstring name);

  [[nodiscard]] PolicyReading read() override;
  [[nodiscard]] Result<void*> arm_change_event() override;
  [[nodiscard]] std::filesystem::path watched_file() const override { return {}; }

 private:
  using Key = UniqueHandle<RegistryKeyTraits>;

  HKEY root_;
  std::wstring parent_, name_;
  Key watched_;  // RegNotifyChangeKeyValue ends when its key is closed
  UniqueHandle<EventTraits> event_;
};

}  // namespace kigen::settings

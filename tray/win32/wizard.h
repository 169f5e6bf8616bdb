// Starts kigen-wizard.exe, which lies beside this program. May take long (a scanner looks at it): call off the UI
// thread.
#pragma once

#include <windows.h>

#include <string>

#include "common/base/result.h"
#include "common/base/unique_handle.h"

namespace kigen::tray {

struct ProcessHandleTraits {
  using Handle = HANDLE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CloseHandle(handle); }
};
using WizardProcess = UniqueHandle<ProcessHandleTraits>;

/// Without a thumbprint the wizard opens for a new certificate. WizardNotStarted with {"path"} when it cannot be
/// started.
[[nodiscard]] Status start_wizard(const std::string& thumbprint, const std::string& profile);
/// Without windows, for an unattended renewal: `--silent --profile ID --renew THUMBPRINT --unattended`.
[[nodiscard]] Result<WizardProcess> start_silent_wizard(const std::string& thumbprint, const std::string& profile);

}  // namespace kigen::tray

// Starts kigen-wizard.exe, which lies beside this program. May take long (a scanner looks at it): call off the UI
// thread.
#pragma once

#include <string>

#include "common/base/result.h"

namespace kigen::tray {

/// Without a thumbprint the wizard opens for a new certificate. WizardNotStarted with {"path"} when it cannot be
/// started.
[[nodiscard]] Status start_wizard(const std::string& thumbprint, const std::string& profile);

}  // namespace kigen::tray

// Where an administrator's policy comes from: the registry on Windows (HKLM\Software\Policies\Kigen), policy.toml in
// the data folder elsewhere. One owner, one thread; make_policy_source's object owns its handles.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "common/base/diagnostic.h"
#include "common/settings/settings.h"

namespace kigen::settings {

/// Values as text, not yet checked (resolve does that). `problems`: what could not be read at all.
struct PolicyReading {
  Values values;
  std::vector<Diagnostic> problems;
};

class PolicySource {
 public:
  virtual ~PolicySource() = default;

  /// All values that are there now. No policy at all is an empty reading.
  [[nodiscard]] virtual PolicyReading read() = 0;

  /// Windows: arms one change notice and returns the event (a HANDLE, owned by this object, auto-reset) that it will
  /// signal. Arm first, then read, so that no change falls between; after the event, arm again. Elsewhere: null, and
  /// the file named by watched_file() is to be watched.
  [[nodiscard]] virtual Result<void*> arm_change_event() = 0;

  /// Empty on Windows.
  [[nodiscard]] virtual std::filesystem::path watched_file() const = 0;
};

/// The platform's one.
[[nodiscard]] std::unique_ptr<PolicySource> make_policy_source(const std::filesystem::path& data_folder);

}  // namespace kigen::settings

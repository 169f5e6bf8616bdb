// Holds the layers and gives the settings in force. Not thread-safe: it belongs to the service's one thread.
// Persisting the run-time layer is the owner's: store set()'s answer, hand it back with set_runtime() at the next
// start.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/settings/policy.h"
#include "common/settings/settings.h"

namespace kigen::settings {

class SettingsStore {
 public:
  [[nodiscard]] const Settings& current() const noexcept { return resolved_.settings; }
  /// Standing faults of every layer; empty when all is well.
  [[nodiscard]] std::vector<Diagnostic> problems() const;

  /// Takes a file's outcome. One with errors changes nothing but problems(): the last good file stays as a whole.
  /// True when the settings in force changed; so for the others.
  bool take_file(ParsedFile file);
  bool take_policy(PolicyReading policy);
  bool take_runtime(Values runtime);

  /// What set() would do, without doing it: the canonical text, or SettingUnknown, SettingNotAllowed (this key is an
  /// administrator's), SettingLockedByPolicy, SettingType or SettingRange.
  [[nodiscard]] Result<std::string> check_set(std::string_view key, std::string_view text, bool administrator) const;

  /// Sets a run-time value: its canonical text, to be persisted by the caller.
  [[nodiscard]] Result<std::string> set(std::string_view key, std::string_view text, bool administrator);
  /// Removes a run-time value, so that file or default applies again. Refusals as for set().
  [[nodiscard]] Status reset(std::string_view key, bool administrator);

 private:
  bool resolve_again();
  [[nodiscard]] Result<const Definition*> settable(std::string_view key, bool administrator) const;

  Layers layers_;
  Resolved resolved_;
  std::vector<Diagnostic> file_problems_;
  std::vector<Diagnostic> policy_problems_;
};

}  // namespace kigen::settings

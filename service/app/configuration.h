// The settings and profiles in force: loaded at the start, loaded again when a file or a policy changes, and set over
// the pipe. Whatever is wrong in a new version is told, and the last good one stays.
//
// Threads: the io thread. Ownership: owns its watchers; the Context outlives it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "common/base/result.h"
#include "common/profile/matcher.h"
#include "common/settings/policy.h"
#include "common/settings/store.h"
#include "service/app/context.h"
#include "service/app/view.h"

namespace kigen::app {

struct ConfigurationChange {
  bool settings = false;
  bool profiles = false;
  bool problems = false;  ///< what problems() gives
};

class Configuration {
 public:
  using Changed = std::function<void(ConfigurationChange)>;

  Configuration(const Context& context, std::filesystem::path shipped_profiles);
  ~Configuration();

  /// Reads everything but the run-time layer.
  void load();
  void take_runtime(settings::Values values);
  /// From now on changes are noticed and told.
  void watch(Changed changed);
  /// Reads the files and the policy again.
  void reload();

  [[nodiscard]] settings::SettingsStore& store() { return store_; }
  [[nodiscard]] const settings::Settings& current() const { return store_.current(); }
  [[nodiscard]] const std::shared_ptr<const profile::ProfileSet>& profiles() const { return profiles_; }
  [[nodiscard]] View view() const { return {current(), profiles_, &context_.calendar}; }
  /// For the database thread: a matcher of its own over the profiles in force.
  [[nodiscard]] inventory::Matcher matcher() const;
  /// Standing faults of files, policy and profiles.
  [[nodiscard]] std::vector<Error> problems() const;
  [[nodiscard]] std::vector<Diagnostic> profile_problems() const { return profiles_->diagnostics; }

 private:
  class Watch;

  [[nodiscard]] std::filesystem::path last_good_file() const;
  /// Reads kigen.toml; a good one is kept beside the backups. True when the settings in force changed.
  bool take_settings_file();
  bool reload_profiles();
  void tell_new_problems();

  const Context& context_;
  std::filesystem::path shipped_;
  settings::SettingsStore store_;
  std::unique_ptr<settings::PolicySource> policy_;
  std::shared_ptr<const profile::ProfileSet> profiles_;
  std::vector<Diagnostic> told_;
  Changed changed_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace kigen::app

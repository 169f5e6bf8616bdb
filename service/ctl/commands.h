// The commands of kigenctl, one file each; each prints and gives its exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/ctl/context.h"

namespace kigen::ctl {

struct ListOptions {
  std::optional<std::int64_t> due_within_days;
  std::vector<std::string> statuses;  ///< also "unreadable"
};
struct SettingsOptions {
  enum class Action { Show, Get, Set, Reset };
  Action action = Action::Show;
  std::string key;
  std::string value;
};
struct NoticesOptions {
  std::vector<std::int64_t> read;
  bool read_all = false;
  bool unread_only = false;
  std::int64_t limit = 100;
};

[[nodiscard]] ExitCode run_status(const Context& context);
[[nodiscard]] ExitCode run_list(const Context& context, const ListOptions& options);
[[nodiscard]] ExitCode run_explain(const Context& context, const std::string& thumbprint);
[[nodiscard]] ExitCode run_check(const Context& context);
[[nodiscard]] ExitCode run_interval(const Context& context, const std::optional<std::string>& hours);
[[nodiscard]] ExitCode run_settings(const Context& context, const SettingsOptions& options);
[[nodiscard]] ExitCode run_profile_lint(const Context& context, const std::vector<std::string>& files);
[[nodiscard]] ExitCode run_notices(const Context& context, const NoticesOptions& options);
[[nodiscard]] ExitCode run_history(const Context& context, std::int64_t limit);
[[nodiscard]] ExitCode run_doctor(const Context& context);
[[nodiscard]] ExitCode run_version(const Context& context);

}  // namespace kigen::ctl

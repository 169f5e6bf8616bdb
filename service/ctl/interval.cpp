#include "service/ctl/commands.h"

namespace kigen::ctl {
namespace {

constexpr std::string_view kKey = "check.interval_hours";

}  // namespace

ExitCode run_interval(const Context& context, const std::optional<std::string>& hours) {
  if (hours) {
    return run_settings(context, {.action = SettingsOptions::Action::Set, .key = std::string(kKey), .value = *hours});
  }
  return run_settings(context, {.action = SettingsOptions::Action::Get, .key = std::string(kKey)});
}

}  // namespace kigen::ctl

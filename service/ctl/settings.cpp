#include <algorithm>

#include "common/text/ctl_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/table.h"
#include "service/ctl/words.h"

namespace kigen::ctl {
namespace {

void print_all(const Context& context, const ipc::SettingsResult& settings) {
  const auto language = context.language();
  Table table({{.heading = text::ctl_column_setting(language)},
               {.heading = text::ctl_column_value(language), .flexible = true},
               {.heading = text::ctl_column_origin(language)},
               {.heading = text::ctl_column_allowed(language), .flexible = true}});
  for (const auto& setting : settings.values) {
    table.add({setting.key, setting.value, text::ctl_origin_word(language, setting.origin), setting.allowed});
  }
  context.print(table.render(context.output().out_columns()));
  for (const Error& problem : settings.problems) context.output().err(error_lines(language, problem));
}

ExitCode print_one(const Context& context, const std::string& key) {
  auto client = context.connect();
  if (!client) return context.fail(client.error());
  const auto settings = client->call(ipc::kSettingsGet);
  if (!settings) return context.fail(settings.error());
  const auto found = std::ranges::find(settings->values, key, &ipc::SettingValue::key);
  if (found == settings->values.end()) return context.fail(Error(ErrorCode::SettingUnknown).with("key", key));
  if (context.json()) {
    context.print_json(ipc::to_json(*found));
  } else {
    context.print(setting_line(context.language(), *found));
  }
  return kOk;
}

}  // namespace

ExitCode run_settings(const Context& context, const SettingsOptions& options) {
  const auto print_line = [&](const ipc::SettingValue& setting) {
    context.print(setting_line(context.language(), setting));
  };
  switch (options.action) {
    case SettingsOptions::Action::Get:
      return print_one(context, options.key);
    case SettingsOptions::Action::Set:
      return context.call(ipc::kSettingsSet, {.key = options.key, .value = options.value}, print_line);
    case SettingsOptions::Action::Reset:
      return context.call(ipc::kSettingsReset, {.key = options.key}, print_line);
    case SettingsOptions::Action::Show:
      break;
  }
  return context.call(ipc::kSettingsGet, {},
                      [&](const ipc::SettingsResult& settings) { print_all(context, settings); });
}

}  // namespace kigen::ctl

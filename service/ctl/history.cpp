#include <fmt/format.h>

#include "common/text/ctl_text.h"
#include "common/text/tray_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/table.h"

namespace kigen::ctl {
namespace {

void print_history(const Context& context, const ipc::HistoryResult& history) {
  const auto language = context.language();
  if (history.runs.empty()) return context.print(text::ctl_no_runs(language) + "\n");
  Table table({{.heading = text::column_when(language)},
               {.heading = text::ctl_column_trigger(language)},
               {.heading = text::ctl_column_duration(language), .right = true},
               {.heading = text::ctl_column_total(language), .right = true},
               {.heading = text::ctl_column_due(language), .right = true},
               {.heading = text::ctl_column_expired(language), .right = true},
               {.heading = text::ctl_column_unreadable(language), .right = true}});
  for (const auto& run : history.runs) {
    table.add({context.date_time(run.started), text::ctl_trigger_word(language, run.trigger),
               fmt::format("{} ms", run.duration_ms), std::to_string(run.total), std::to_string(run.due),
               std::to_string(run.expired), std::to_string(run.unreadable)});
  }
  context.print(table.render(context.output().out_columns()));
}

}  // namespace

ExitCode run_history(const Context& context, std::int64_t limit) {
  return context.call(ipc::kCheckHistory, {.limit = limit},
                      [&](const ipc::HistoryResult& history) { print_history(context, history); });
}

}  // namespace kigen::ctl

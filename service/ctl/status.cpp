#include "common/text/ctl_text.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/table.h"
#include "service/ctl/words.h"

namespace kigen::ctl {
namespace {

void print_sources(const Context& context, const std::vector<ipc::SourceState>& sources) {
  const auto language = context.language();
  Table table({{.heading = text::ctl_column_source(language), .flexible = true},
               {.heading = text::ctl_state(language)},
               {.heading = text::ctl_column_owner(language), .flexible = true},
               {.heading = text::ctl_column_total(language), .right = true},
               {.heading = text::ctl_column_unreadable(language), .right = true}});
  for (const auto& source : sources) {
    table.add({source_word(language, source.source, true), text::ctl_source_state_word(language, source.state),
               owner_word(language, source.owner), std::to_string(source.certificates),
               std::to_string(source.unreadable)});
  }
  if (!table.empty()) context.print("\n" + table.render(context.output().out_columns()));
}

void print_status(const Context& context, const ipc::StatusResult& status) {
  const auto language = context.language();
  std::string out = labelled(language, text::ctl_state(language), text::ctl_state_word(language, status.state));
  out += labelled(language, text::ctl_certificates(language),
                  text::ctl_counts(language, status.total, status.due, status.expired, status.unreadable));
  if (status.most_urgent) {
    const auto& urgent = *status.most_urgent;
    out += labelled(language, text::ctl_most_urgent(language),
                    text::harmless(name_of(urgent)) + "  " + context.date(urgent.not_after) + "  " +
                        text::days_left_cell(language, urgent.status, urgent.days_left));
  }
  out += labelled(language, text::ctl_next_check(language), context.moment(status.next_check));
  if (status.last_check) {
    out += labelled(language, text::ctl_last_check(language), context.date_time(status.last_check->started));
  }
  out += labelled(language, text::ctl_interval(language),
                  text::ctl_hours(language, status.interval_hours, status.interval_locked));
  out += labelled(language, text::ctl_unread_notices(language), std::to_string(status.unread_notices));
  context.print(out);
  print_sources(context, status.sources);
  for (const Error& problem : status.problems) context.print("\n" + error_lines(language, problem));
}

}  // namespace

ExitCode run_status(const Context& context) {
  return context.call(ipc::kStatus, {}, [&](const ipc::StatusResult& status) { print_status(context, status); });
}

}  // namespace kigen::ctl

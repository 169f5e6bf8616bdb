#include "common/text/ctl_text.h"
#include "common/text/reasons.h"
#include "common/text/tray_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/table.h"

namespace kigen::ctl {
namespace {

void print_notices(const Context& context, const ipc::NoticesResult& notices) {
  const auto language = context.language();
  if (notices.items.empty()) return context.print(text::ctl_no_notices(language) + "\n");
  Table table({{.heading = text::ctl_column_id(language), .right = true},
               {.heading = text::column_when(language)},
               {.heading = text::column_read(language)},
               {.heading = text::column_status(language)},
               {.heading = text::column_notice(language)}});
  for (const auto& notice : notices.items) {
    table.add({std::to_string(notice.id), context.date_time(notice.at), text::read_word(language, notice.read),
               text::severity_word(language, notice.severity),
               text::reason_text(language, notice.reason, context.now(), context.calendar())});
  }
  context.print(table.render(context.output().out_columns()));
}

}  // namespace

ExitCode run_notices(const Context& context, const NoticesOptions& options) {
  if (options.read_all || !options.read.empty()) {
    return context.call(ipc::kNoticesRead, {.ids = options.read, .all = options.read_all},
                        [&](const ipc::UnreadResult& result) {
                          context.print(text::ctl_notices_read(context.language(), result.unread) + "\n");
                        });
  }
  return context.call(ipc::kNoticesList, {.unread_only = options.unread_only, .limit = options.limit},
                      [&](const ipc::NoticesResult& notices) { print_notices(context, notices); });
}

}  // namespace kigen::ctl

#include "common/text/tray_text.h"
#include "service/ctl/commands.h"

namespace kigen::ctl {
namespace {

constexpr std::chrono::minutes kCheckLimit{30};

std::string progress_text(text::Language language, const ipc::CheckProgress& progress) {
  if (progress.step == "sources") return text::check_reading(language, progress.done, progress.total);
  if (progress.step == "deciding") return text::check_deciding(language, progress.done, progress.total);
  return text::check_starting(language);
}

// One line that is written over and over; only where a person watches.
void show_progress(const Context& context, ipc::Client& client) {
  if (context.json() || !context.output().err_is_terminal()) return;
  client.on_push([&context](const ipc::Push& push) {
    if (const auto* progress = std::get_if<ipc::CheckProgress>(&push)) {
      context.output().err("\r\x1B[K" + progress_text(context.language(), *progress));
    }
  });
  // Without pushes the check runs all the same.
  (void)client.call(ipc::kSubscribe);
}

}  // namespace

ExitCode run_check(const Context& context) {
  auto client = context.connect();
  if (!client) return context.fail(client.error());
  show_progress(context, *client);
  client->set_call_limit(kCheckLimit);
  const auto run = client->call(ipc::kCheckRun);
  if (!context.json() && context.output().err_is_terminal()) context.output().err("\r\x1B[K");
  if (!run) return context.fail(run.error());
  if (context.json()) {
    context.print_json(ipc::to_json(*run));
  } else {
    context.print(text::check_done(context.language(), run->total, run->due, run->expired) + "\n");
    for (const Error& error : run->errors) context.output().err(error_lines(context.language(), error));
  }
  return kOk;
}

}  // namespace kigen::ctl

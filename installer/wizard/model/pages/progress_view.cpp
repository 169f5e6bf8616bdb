#include "installer/wizard/model/pages/progress_view.h"

#include <algorithm>
#include <chrono>

#include "common/text/dates.h"
#include "common/text/enrol_text.h"
#include "common/text/token_text.h"

namespace kigen::wizard {
namespace {

using renewal::StepState;

Mark mark_of(StepState state) {
  switch (state) {
    case StepState::Done:
      return Mark::Ok;
    case StepState::Failed:
      return Mark::Failed;
    case StepState::Skipped:
      return Mark::Other;
    case StepState::Running:
      return Mark::Info;
    case StepState::Waiting:
      break;
  }
  return Mark::Waiting;
}

std::string word_of(text::Language language, StepState state) {
  switch (state) {
    case StepState::Done:
      return text::progress_done_word(language);
    case StepState::Failed:
      return text::progress_failed_word(language);
    case StepState::Skipped:
      return text::progress_skipped_word(language);
    case StepState::Running:
      return text::progress_running_word(language);
    case StepState::Waiting:
      break;
  }
  return text::progress_waiting_word(language);
}

std::string duration_in(text::Language language, std::chrono::seconds length) {
  const std::int64_t all = std::max<std::int64_t>(0, length.count());
  constexpr std::int64_t kMinute = 60;
  if (all < kMinute) return text::only_seconds(language, all);
  return text::minutes_seconds(language, all / kMinute, all % kMinute);
}

}  // namespace

std::string duration_text(const Context& context, std::chrono::seconds length) {
  return duration_in(context.language, length);
}

std::vector<ProgressRow> progress_rows(const Context& context, const State& state) {
  std::vector<ProgressRow> rows;
  for (const StepRow& row : state.run.steps)
    rows.push_back({mark_of(row.state), text::step_text(context.language, renewal::name(row.step)),
                    word_of(context.language, row.state), row.state == StepState::Running});
  return rows;
}

std::string progress_elapsed(const Context& context, const State& state) {
  return text::progress_elapsed(context.language, duration_in(context.language, context.now - state.run.started));
}

std::string progress_notice(const Context& context, const State& state) {
  const text::Language language = context.language;
  const Run& run = state.run;
  // A stop waits for the reader, and the reader for the user.
  if (run.new_pin_on_pad) return text::pin_pad_new_progress(language);
  if (run.stopping && run.then != Then::AskAgain) return text::progress_stopping(language);
  if (run.system_may_ask)
    return *run.system_may_ask == renewal::SystemMayAsk::What::KeyUse ? text::progress_key_use(language)
                                                                      : text::progress_root_install(language);
  if (run.on_pin_pad) return text::pin_pad_progress(language);
  if (!run.waiting_until) return {};
  return text::progress_ra_later(language,
                                 text::moment_in_sentence(language, *run.waiting_until, context.now, *context.calendar),
                                 duration_in(language, *run.waiting_until - context.now));
}

bool can_ask_now(const State& state) {
  return state.run.active && state.run.waiting_until && !state.run.stopping;
}

int progress_percent(const State& state) {
  if (state.run.steps.empty()) return 0;
  const auto over = std::count_if(state.run.steps.begin(), state.run.steps.end(), [](const StepRow& row) {
    return row.state == StepState::Done || row.state == StepState::Skipped;
  });
  return static_cast<int>(over * 100 / static_cast<std::ptrdiff_t>(state.run.steps.size()));
}

}  // namespace kigen::wizard

// The progress page: the steps with their state in shape and word, what is waited for, and how long it took so far.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

struct ProgressRow {
  Mark mark = Mark::Waiting;
  std::string text;
  std::string word;  ///< "done", "now" …
  bool now = false;
};
[[nodiscard]] std::vector<ProgressRow> progress_rows(const Context& context, const State& state);
/// "1 min 20 s".
[[nodiscard]] std::string duration_text(const Context& context, std::chrono::seconds length);
/// "1 min 20 s so far".
[[nodiscard]] std::string progress_elapsed(const Context& context, const State& state);
/// What is waited for beyond the present step; "" when there is nothing to say.
[[nodiscard]] std::string progress_notice(const Context& context, const State& state);
[[nodiscard]] bool can_ask_now(const State& state);
/// How much is done, in percent.
[[nodiscard]] int progress_percent(const State& state);

}  // namespace kigen::wizard

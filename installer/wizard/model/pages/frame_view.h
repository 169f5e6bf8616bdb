// What stands around every page: the steps at the left, the sentence at the top, the words on the buttons, and the
// place in the help.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

[[nodiscard]] std::vector<std::string> stage_names(const Context& context, const State& state);
/// Which of them is the present one.
[[nodiscard]] int present_stage(const State& state);
[[nodiscard]] std::string purpose(const Context& context, const State& state);
/// The default button; "" for Next.
[[nodiscard]] std::string next_text(const Context& context, const State& state);
/// The section of the help that is about this page, or about this error.
[[nodiscard]] std::string help_topic(const State& state);

struct CancelWords {
  std::string question, stays, stop, go_on;
};
[[nodiscard]] CancelWords cancel_words(const Context& context, const State& state, renewal::Aftermath stays);
/// What of the work stays when it ends like this, and that the present certificate goes on working.
[[nodiscard]] std::string what_stays_text(const Context& context, const State& state, renewal::Aftermath stays);
/// "" for an issue, and for a certificate that has expired.
[[nodiscard]] std::string old_goes_on(const Context& context, const State& state);
[[nodiscard]] std::string remedy_text(const Context& context, const State& state, int remedy);

}  // namespace kigen::wizard

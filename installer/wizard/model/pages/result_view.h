// The last page: the new certificate, or what went wrong and what helps.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

/// The new validity in words: "It is valid until Wednesday, 2 December 2028 (about 2 years)".
[[nodiscard]] std::string result_headline(const Context& context, const State& state);
/// `chain` names the certificates from the new one up to the root.
[[nodiscard]] std::vector<Line> result_lines(const Context& context, const State& state,
                                             const std::vector<std::string>& chain);

/// "KGN-2104 · 550".
[[nodiscard]] std::string failure_codes(const State& state);
[[nodiscard]] std::vector<Line> failure_lines(const Context& context, const State& state);
/// For the clipboard: everything that a help desk needs, and no secret.
[[nodiscard]] std::string failure_report(const Context& context, const State& state);

}  // namespace kigen::wizard

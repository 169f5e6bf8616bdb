// A certificate's content, before the renewal and after it.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

[[nodiscard]] std::vector<Line> certificate_lines(const Context& context, const State& state);
/// What must be seen above the certificate: why it cannot be renewed, or that the account is not the usual one (N12);
/// "" when there is nothing.
[[nodiscard]] std::string certificate_notice(const Context& context, const State& state);
/// The part about the account alone, for a new issue too, and what was found wrong at the start (a journal that cannot
/// be read).
[[nodiscard]] std::string account_notice(const Context& context, const State& state);

}  // namespace kigen::wizard

// The pages before a job is known: resume, start, service, certificate list, place.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

/// One of a few ways to go on: what the radio button says and what it means.
struct Choice {
  std::string text;
  std::string detail;  ///< may be ""
};

[[nodiscard]] std::vector<Line> resume_lines(const Context& context, const State& state);
/// In the order of ResumeChoice.
[[nodiscard]] std::vector<Choice> resume_choices(const Context& context);
/// In the order of tasks().
[[nodiscard]] std::vector<Choice> task_choices(const Context& context, const State& state);
/// The PC, then the token.
[[nodiscard]] std::vector<Choice> place_choices(const Context& context, const State& state);

/// Service, state.
[[nodiscard]] std::vector<std::string> service_cells(const Context& context, const profile::Profile& profile);
[[nodiscard]] Mark service_mark(const profile::Profile& profile);
/// Why the chosen one cannot be taken; "" when it can.
[[nodiscard]] std::string service_notice(const Context& context, const State& state);

/// "This PC", "USB token 0123", "USB token 0123 (not plugged in)".
[[nodiscard]] std::string place_words(const Context& context, const State& state, const ipc::CertificateSummary& item);
/// Name, issuer, expires, status, place.
[[nodiscard]] std::vector<std::string> choice_cells(const Context& context, const State& state,
                                                    const ipc::CertificateSummary& item);
[[nodiscard]] std::string choose_empty(const Context& context, const State& state);

/// Why a renewal of the chosen certificate cannot be started; "" when it can.
[[nodiscard]] std::string obstacle_text(const Context& context, const State& state, Obstacle obstacle);

}  // namespace kigen::wizard

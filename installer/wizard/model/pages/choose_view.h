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
/// Renewal, then issue.
[[nodiscard]] std::vector<Choice> task_choices(const Context& context);
[[nodiscard]] std::vector<Choice> place_choices(const Context& context, const State& state);

/// Service, state.
[[nodiscard]] std::vector<std::string> service_cells(const Context& context, const profile::Profile& profile);
[[nodiscard]] Mark service_mark(const profile::Profile& profile);
/// Why the chosen one cannot be taken; "" when it can.
[[nodiscard]] std::string service_notice(const Context& context, const State& state);

/// Name, issuer, expires, status.
[[nodiscard]] std::vector<std::string> choice_cells(const Context& context, const ipc::CertificateSummary& item);
[[nodiscard]] std::string choose_empty(const Context& context, const State& state);

/// Why a renewal of the chosen certificate cannot be started; "" when it can.
[[nodiscard]] std::string obstacle_text(const Context& context, const State& state, Obstacle obstacle);

}  // namespace kigen::wizard

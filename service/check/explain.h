// Why a certificate has its status, and what happens next and when: reasons, rendered by common/text/reasons.h.
//
// why:  valid_until due_in_window due_today expired_in_grace … (see explain.cpp); each with `not_after`, `days` and,
// where
//       a profile matches, `profile`, `profile_ja`, `profile_en`. next: soonest first, those without a time last.
// Pure: any thread, nothing owned.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/reason.h"
#include "service/check/warnings.h"

namespace kigen::check {

/// Of the matching profile; empty strings without one.
struct ProfileFacts {
  std::string id;
  std::string name_ja, name_en;
};

struct ExplainInput {
  Subject subject;
  bool has_private_key = false;
  std::string superseded_by;  ///< SHA-256 thumbprint, lower-case hex; "" when unknown or not superseded
  ProfileFacts profile;
  std::optional<Quiet> quiet;  ///< of the user who asks
  Instant next_check{};
};

struct Explained {
  Reason why;
  std::vector<NextStep> next;
};

[[nodiscard]] Explained explain(const ExplainInput& input, Instant now, const LocalCalendar& calendar);

}  // namespace kigen::check

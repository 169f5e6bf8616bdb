// From what went wrong, and what the RA said of it, to what a person is told: KGN code, the RA's own code beside it,
// the profile's hint. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/error.h"
#include "common/est/client.h"
#include "common/profile/profile.h"

namespace kigen::renewal {

struct Told {
  Error error;  ///< args carry "ra_code" when there is one
  profile::Text hint;
  std::string ra_code;
  std::optional<Instant> until;
  std::optional<int> tries_left;
};

/// `refusal`: the RA's, where the error is its refusal. est::explain() with the profile's [[error]] list; an error of
/// this PC that the list has a case for ("no_certificate", "not_obtained", "verification") takes that line's words too.
[[nodiscard]] Told explain(Error error, const std::optional<est::Problem>& refusal, const profile::Profile& profile);

}  // namespace kigen::renewal

// From what an RA (or the way to it) said to the one error that a person sees. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/error.h"
#include "common/est/client.h"

namespace kigen::est {

/// One line of a profile's [[error]] list, in the caller's order.
struct ReasonMapping {
  std::string code;    ///< the RA's: "550"; "" when it has none
  std::string when;    ///< one of the error cases: "network", "code2", "already_issued" …
  int kigen_code = 0;  ///< KGN number; a number that no error has is as if the line were not there
};

struct Explained {
  Error error;
  std::optional<std::size_t> mapping;  ///< the line that decided, for its hint
};

/// `failure`: what a call of Client returned; `refusal`: Client::refusal() after it.
///
/// A refusal with a reason: the line with this reason and code, else the first with this reason and no code, else the
/// first with this reason; a refusal with a code alone: the first line with this code. When no line decides, the code
/// follows from the reason, then from the HTTP status (401 CredentialsWrong, 423 AccountLocked, 5xx RaSystemError, else
/// RaRefused). A failure on the way to the RA is RaUnreachable, or what the first line with "network" says, whatever
/// broke: which of them a network shows is chance, and a help desk knows one code ("115"). What broke stays in `cause`,
/// and so in the words. What only this PC's user can mend at once, the proxy's login and setting, keeps its own code
/// beside the line's. Everything else is returned as it came.
///
/// Args added where they are known: status, reason, ra_code, tries_left, unlocks_at (RFC 3339), ra_text, cause
/// ("KGN-2005").
[[nodiscard]] Explained explain(Error failure, const std::optional<Problem>& refusal,
                                std::span<const ReasonMapping> mappings);

/// The error case that a failure of the transport belongs to: "network", or "" when it is none.
[[nodiscard]] std::string_view network_case(ErrorCode code) noexcept;

}  // namespace kigen::est

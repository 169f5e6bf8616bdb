// What the exit code of `kigen-wizard --silent` says; documented in SILENT.md and stable.
#pragma once

#include "common/base/error_code.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::silent {

enum ExitCode : int {
  kDone = 0,
  kFailed = 1,         ///< none of the below
  kUsage = 2,          ///< wrong arguments, or input that does not fit the profile
  kNothingToDo = 3,    ///< no certificate to renew, not yet due, past its grace, or renewed already
  kLater = 4,          ///< the RA says later, another run is at it, or the last failure is too recent
  kRefused = 5,        ///< the RA says no: wrong codes, locked, already issued …
  kNetwork = 6,        ///< the RA is not reached: name, connection, TLS, proxy; or it has a fault
  kConfiguration = 7,  ///< profile, roots, forbidden network
  kKeyOrStore = 8,     ///< a key cannot be made or used, or the store not be written
  kNotProven = 9,      ///< the new certificate is stored, but its proof is still to come
  kCancelled = 10,
  kToken = 11,  ///< no token, several, no driver, a token or library that does not answer
  kPin = 12,    ///< PIN or PUK wrong, the new PIN refused, or the token is locked
};

[[nodiscard]] ExitCode exit_code_of(ErrorCode code) noexcept;
[[nodiscard]] ExitCode exit_code_of(const renewal::Outcome& outcome) noexcept;

}  // namespace kigen::silent

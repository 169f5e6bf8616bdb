// What kigenctl's exit code says; documented in JSON.md and stable.
#pragma once

#include "common/base/error_code.h"

namespace kigen::ctl {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,         ///< wrong arguments, or a value that the service refuses
  kUnreachable = 3,   ///< no service, not the service, or one of another protocol version
  kNotPermitted = 4,  ///< needs an administrator, or policy has set it
  kNotFound = 5,      ///< no such certificate, setting or notice, or more than one
  kFindings = 6,      ///< lint or doctor found something
};

[[nodiscard]] ExitCode exit_code_of(ErrorCode code) noexcept;

}  // namespace kigen::ctl

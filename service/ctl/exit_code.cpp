#include "service/ctl/exit_code.h"

namespace kigen::ctl {

ExitCode exit_code_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::SettingRange:
    case ErrorCode::SettingType:
    case ErrorCode::PipeBadParameters:
      return kUsage;
    case ErrorCode::PipeUnavailable:
    case ErrorCode::PipeServerNotTrusted:
    case ErrorCode::PipeVersion:
    case ErrorCode::PipeTooManyConnections:
    case ErrorCode::ServiceNotInstalled:
    case ErrorCode::ServiceNotRunning:
    case ErrorCode::TimedOut:
      return kUnreachable;
    case ErrorCode::AccessDenied:
    case ErrorCode::SettingNotAllowed:
    case ErrorCode::SettingLockedByPolicy:
      return kNotPermitted;
    case ErrorCode::NotFound:
    case ErrorCode::AmbiguousThumbprint:
    case ErrorCode::SettingUnknown:
      return kNotFound;
    default:
      return kFailed;
  }
}

}  // namespace kigen::ctl

#include "installer/wizard/silent/exit_code.h"

namespace kigen::silent {

ExitCode exit_code_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::AmbiguousThumbprint:
      return kUsage;
    case ErrorCode::NoRenewableCertificate:
    case ErrorCode::RenewedElsewhere:
    case ErrorCode::TokenHoldsCertificate:
      return kNothingToDo;
    case ErrorCode::RenewalWaiting:
    case ErrorCode::RenewalRunning:
      return kLater;
    case ErrorCode::CredentialsWrong:
    case ErrorCode::Code1Wrong:
    case ErrorCode::Code2Wrong:
    case ErrorCode::AccountLocked:
    case ErrorCode::AlreadyIssued:
    case ErrorCode::NotIssuedOrCollected:
    case ErrorCode::CertificateNotObtained:
    case ErrorCode::RaRefused:
    case ErrorCode::IssuedCertificateWrong:
    case ErrorCode::TokenNotRegistered:
    case ErrorCode::StoragePinWrong:
      return kRefused;
    case ErrorCode::RaUnreachable:
    case ErrorCode::RaSystemError:
    case ErrorCode::HostNameNotFound:
    case ErrorCode::HostUnreachable:
    case ErrorCode::HostTimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::ServerNotTrusted:
    case ErrorCode::TlsFailed:
    case ErrorCode::AnswerTooLarge:
    case ErrorCode::AnswerUnreadable:
    case ErrorCode::ProxyUnreachable:
    case ErrorCode::ProxyRefused:
    case ErrorCode::ProxyLoginNeeded:
    case ErrorCode::ProxyLoginWrong:
    case ErrorCode::ProxySettingUnusable:
      return kNetwork;
    case ErrorCode::HostNotConfigured:
    case ErrorCode::ProfileIncomplete:
    case ErrorCode::RootNotPinned:
    case ErrorCode::RootDiffers:
    case ErrorCode::RootRefused:
    case ErrorCode::ForbiddenNetwork:
    case ErrorCode::CommandFailed:
      return kConfiguration;
    case ErrorCode::KeyUseRefused:
    case ErrorCode::KeyNotUsable:
    case ErrorCode::KeyNotFound:
    case ErrorCode::KeyExists:
    case ErrorCode::KeyNotMade:
    case ErrorCode::KeyProviderMissing:
    case ErrorCode::KeyDoesNotMatch:
    case ErrorCode::StoreNotWritable:
    case ErrorCode::TokenFull:
    case ErrorCode::TokenCannotDo:
      return kKeyOrStore;
    case ErrorCode::TokenDriverMissing:
    case ErrorCode::TokenNotFound:
    case ErrorCode::SeveralTokens:
    case ErrorCode::TokenReadTimedOut:
    case ErrorCode::TokenRemoved:
    case ErrorCode::TokenLibraryFailed:
    case ErrorCode::TokenPinNotSet:
      return kToken;
    case ErrorCode::PinWrong:
    case ErrorCode::PukWrong:
    case ErrorCode::TokenLocked:
    case ErrorCode::NewPinRefused:
      return kPin;
    case ErrorCode::NewCertificateNotAccepted:
      return kNotProven;
    case ErrorCode::Cancelled:
      return kCancelled;
    default:
      return kFailed;
  }
}

ExitCode exit_code_of(const renewal::Outcome& outcome) noexcept {
  if (!outcome.failure) return kDone;
  if (outcome.failure->aftermath == renewal::Aftermath::Stored) return kNotProven;
  return exit_code_of(outcome.failure->error.code);
}

}  // namespace kigen::silent

#include "installer/wizard/renewal/retry.h"

#include <algorithm>

namespace kigen::renewal {
namespace {

using std::chrono::seconds;

seconds scaled(seconds base, double factor) noexcept {
  return seconds(static_cast<seconds::rep>(static_cast<double>(base.count()) * factor));
}

double in_unit(double random) noexcept {
  return random >= 0.0 && random < 1.0 ? random : 0.5;  // not a number included
}

}  // namespace

seconds back_off(int failures, double random) noexcept {
  seconds base = kFirst;
  for (int i = 1; i < failures && base < kLongest; ++i) base *= 2;
  base = std::min(base, kLongest);
  return std::min(scaled(base, 0.75 + in_unit(random) / 2), kLongest);
}

seconds wait_as_asked(seconds retry_after, double random) noexcept {
  const seconds asked = std::clamp(retry_after, kFloor, kLongestAsked);
  return asked + scaled(asked, in_unit(random) / 10);
}

std::optional<Instant> next_attempt(const Failed& failed, Instant now, double random) noexcept {
  if (!may_pass(failed.code)) return std::nullopt;
  Instant next = now + back_off(failed.failures, random);
  if (failed.retry_after) next = std::max(next, now + wait_as_asked(*failed.retry_after, random));
  if (failed.until && *failed.until > now) {
    // A lock's end is many accounts' moment at once, hence the jitter.
    next = std::max(next, std::min(*failed.until, now + kLongestAsked) + scaled(kFirst, in_unit(random)));
  }
  return next;
}

bool may_pass(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::CredentialsWrong:
    case ErrorCode::Code1Wrong:
    case ErrorCode::Code2Wrong:
    case ErrorCode::AlreadyIssued:
    case ErrorCode::NoRenewableCertificate:
    case ErrorCode::NotIssuedOrCollected:
    case ErrorCode::IssuedCertificateWrong:
    case ErrorCode::RootNotPinned:
    case ErrorCode::RootDiffers:
    case ErrorCode::RootRefused:
    case ErrorCode::RenewedElsewhere:
    case ErrorCode::ProfileIncomplete:
    case ErrorCode::HostNotConfigured:
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::KeyUseRefused:
    case ErrorCode::KeyNotFound:
    case ErrorCode::KeyDoesNotMatch:
    case ErrorCode::KeyProviderMissing:
    case ErrorCode::ProxyLoginNeeded:
    case ErrorCode::ProxyLoginWrong:
    case ErrorCode::TokenDriverMissing:
    case ErrorCode::TokenNotFound:
    case ErrorCode::TokenRemoved:
    case ErrorCode::SeveralTokens:
    case ErrorCode::TokenNotRegistered:
    case ErrorCode::TokenHoldsCertificate:
    case ErrorCode::TokenLocked:
    case ErrorCode::TokenFull:
    case ErrorCode::TokenCannotDo:
    case ErrorCode::TokenPinNotSet:
    case ErrorCode::StoragePinWrong:
    case ErrorCode::PinWrong:
    case ErrorCode::PukWrong:
    case ErrorCode::NewPinRefused:
      return false;
    default:
      return true;
  }
}

Instant not_before(std::optional<Instant> last, Instant wanted) noexcept {
  return last ? std::max(wanted, *last + kFloor) : wanted;
}

}  // namespace kigen::renewal

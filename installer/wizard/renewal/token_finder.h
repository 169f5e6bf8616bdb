// Which of the inserted tokens a job or a question is about. Private to this folder; calls wait for workers, on the
// engine's thread.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "common/base/certificate.h"
#include "common/base/time.h"
#include "common/keys/pkcs11/token.h"
#include "common/profile/profile_set.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::renewal {

using TokenPtr = std::shared_ptr<keys::pkcs11::Token>;

/// Lists tokens and opens one of them. A view: what it is made of outlives it.
struct TokenFinder {
  const profile::Token& rules;  ///< modules and serial_pattern; no modules stand for all usual ones
  const keys::pkcs11::WorkerOptions& options;
  const std::stop_token& stop;

  /// The inserted tokens that may be used: made ready, and with a serial that the pattern takes. TokenDriverMissing
  /// {software, url}; the fault of a module when none answered.
  [[nodiscard]] Result<keys::pkcs11::Listing> list() const;

  struct Wanted {
    std::string serial;         ///< "" when any will do
    std::optional<Sha256> old;  ///< the certificate that must be on it, when no serial is known
    std::string label;          ///< for the question
  };
  /// Null when it is not inserted. SeveralTokens {count} when nothing tells which.
  [[nodiscard]] Result<TokenPtr> open(const Wanted& wanted) const;
  /// Asks for it until it is there. TokenNotFound {serial} when the answer is no; Cancelled.
  [[nodiscard]] Result<TokenPtr> open_or_ask(const Wanted& wanted, Observer& observer) const;
};

/// A certificate with its key that belongs to the profile and is valid at `now` (E13).
[[nodiscard]] std::optional<Sha256> valid_certificate(const keys::pkcs11::TokenContent& content,
                                                      const profile::ProfilePtr& profile, Instant now);

}  // namespace kigen::renewal

// What the wizard does with tokens beside a job: find them, ask the RA whose they are, change and unblock a PIN.
//
// Runs on the engine's worker thread, like Engine (job.h): one call at a time, each waits, a stop token ends it.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::renewal {

struct FoundToken {
  keys::pkcs11::TokenInfo info;
  keys::pkcs11::TokenContent content;
};
struct TokenSearch {
  std::vector<FoundToken> tokens;
  std::vector<Error> faults;  ///< modules and tokens that could not be read; the others count
};

/// Whose token it is, as the RA says (profile token.holder_url).
struct TokenHolder {
  std::string name;  ///< "" when the profile names no place to ask
};

class TokenDesk {
 public:
  virtual ~TokenDesk() = default;
  /// The tokens of this profile's modules that its serial_pattern takes; of all usual modules when it is null.
  /// TokenDriverMissing {software, url} when no module is here, TokenReadTimedOut when the only one hangs, Cancelled.
  /// No token inserted is no error: `tokens` is empty.
  [[nodiscard]] virtual Result<TokenSearch> search(const profile::Profile* profile, std::stop_token stop) = 0;
  /// E5, E6, E13. `observer` answers a proxy's question. TokenNotRegistered {serial}, TokenHoldsCertificate {serial}
  /// (by the RA's word, or when a certificate of the profile that is still valid is on the token), errors of the
  /// network.
  [[nodiscard]] virtual Result<TokenHolder> holder(const profile::ProfilePtr& profile,
                                                   const keys::pkcs11::TokenInfo& token, const net::ProxySetting& proxy,
                                                   Observer& observer, std::stop_token stop) = 0;
  /// One try; flags are read before it. PinWrong {tries_left}, TokenLocked, NewPinRefused, TokenNotFound {serial}.
  [[nodiscard]] virtual Status change_pin(const keys::pkcs11::TokenInfo& token, const profile::Profile* profile,
                                          const Secret& current, const Secret& next, std::stop_token stop) = 0;
  [[nodiscard]] virtual Status unblock(const keys::pkcs11::TokenInfo& token, const profile::Profile* profile,
                                       const Secret& puk, const Secret& next, std::stop_token stop) = 0;
};

/// `options.program` "" for worker_program().
[[nodiscard]] std::unique_ptr<TokenDesk> make_token_desk(keys::pkcs11::WorkerOptions options);

/// Tries left before the token locks, as far as its flags and the profile tell; `wrong` counts wrong PINs of this run
/// whose first began with `before`. Nothing when it cannot be known.
[[nodiscard]] std::optional<int> tries_left(const keys::pkcs11::TokenInfo& before, const keys::pkcs11::TokenInfo& now,
                                            int wrong, int pin_tries) noexcept;

}  // namespace kigen::renewal

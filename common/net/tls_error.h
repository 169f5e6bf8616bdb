// OpenSSL's failures as Kigen's errors. Any thread; they read and clear this thread's OpenSSL error queue.
#pragma once

#include <string>

#include "common/net/phase.h"
#include "common/net/tls_context.h"

namespace kigen::net {

/// "unknown_ca", "expired", "not_yet_valid", "name", "revoked" or "other" for an X509_V_ERR_….
[[nodiscard]] const char* trust_reason(int verify_error);

/// What OpenSSL last complained of on this thread, in its words; empties its queue.
[[nodiscard]] std::string take_openssl_reason();
[[nodiscard]] std::string openssl_reason(unsigned long error);

/// A failed TLS operation: what the private key said (KeyUseRefused …) before what the check of the chain found
/// (ServerNotTrusted {reason}) before OpenSSL's own words (TlsFailed {reason}).
[[nodiscard]] Error tls_failure(const Phase& phase, const Verdict& verdict, unsigned long openssl_error);

}  // namespace kigen::net

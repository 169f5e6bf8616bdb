// The TLS sessions and client certificates that Windows remembers for this user ("Clear SSL state" of the Internet
// options, S10). Any thread.
#pragma once

namespace kigen::renewal {

/// True when something was cleared: the proof is worth another try. False where the system keeps no such thing.
[[nodiscard]] bool clear_ssl_state();

}  // namespace kigen::renewal

// One look at all inserted tokens, without a PIN: what kigen-token reads behind each library, as the tray reports it.
// Waits, up to the workers' time limits: never on the window's thread. No state; every worker has ended on return.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "tray/model/token_reports.h"

namespace kigen::tray {

/// `modules`: libraries that are on this PC; none of them starts nothing. A library that fails is among the faults, and
/// what it was asked for stays unread; an unreadable object is named in its token's content. Nothing when stopped.
[[nodiscard]] std::optional<TokenSight> look_at_tokens(const std::vector<std::string>& modules,
                                                       const keys::pkcs11::WorkerOptions& options,
                                                       const std::stop_token& stop);

}  // namespace kigen::tray

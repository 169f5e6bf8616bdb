// What a wizard reports of its attempts: taken in, kept per owner and certificate, and told again.
// Nothing of the message is believed but its form; whose attempt it is says the connection.
//
// Threads: those that take the inventory on the database thread, the others any.
#pragma once

#include <optional>

#include "common/base/reason.h"
#include "common/base/result.h"
#include "common/ipc/messages.h"
#include "service/inventory/inventory.h"
#include "service/pipe/service_api.h"

namespace kigen::app {

/// PipeBadParameters with {"field"} when a thumbprint, the result or the RA's code is none, or "stored" says not what.
/// Times that the clock contradicts are drawn to it: an attempt has ended by `now`, and the RA's wish lies ahead, 30
/// days at most. The owner is still "".
[[nodiscard]] Result<db::AttemptRow> to_attempt(const ipc::AttemptParams& params, Instant now);

/// Stores it for its owner: the caller where the certificate is theirs, the machine where it is the machine's and the
/// caller an administrator; an issue is its caller's. NotFound for all others, as for what does not exist.
[[nodiscard]] Result<ipc::AttemptResult> keep_attempt(inventory::Inventory& store, const pipe::Caller& caller,
                                                      db::AttemptRow attempt);

/// last_attempt and failed_attempts from what the owners of the entry's places reported.
[[nodiscard]] Status add_attempts(ipc::CertificateDetail& detail, inventory::Inventory& store,
                                  const inventory::CertificateEntry& entry);

/// attempt_good, attempt_issued, attempt_failed, attempt_waiting (the RA needs more time), attempt_stored (the new
/// certificate is there, its proof is open), each with `ended`, and where
/// they apply `kgn`, `ra_code` and `unattended` ("1").
[[nodiscard]] std::optional<Reason> to_reason(const std::optional<ipc::Attempt>& attempt);

}  // namespace kigen::app

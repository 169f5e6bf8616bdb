// A PC of an office: certificates of every kind, and the profiles that renew them.
#pragma once

#include "stage.h"

namespace kigen::wizard::test {

inline const Instant kNow = *from_rfc3339("2026-11-20T01:00:00Z");

[[nodiscard]] Surroundings office();

}  // namespace kigen::wizard::test

// A PC of an office: certificates of every kind, and the profiles that renew them.
#pragma once

#include "stage.h"

namespace kigen::wizard::test {

inline const Instant kNow = *from_rfc3339("2026-11-20T01:00:00Z");

[[nodiscard]] Surroundings office();
/// The same with two services that keep their certificates on tokens, and certificates on two of them: 'e' on
/// "02A5D1F0", 'f' on one that is not plugged in.
[[nodiscard]] Surroundings token_office();
/// A token that is ready for use.
[[nodiscard]] renewal::FoundToken token(const std::string& serial, const std::string& label = "YAMADA",
                                        const std::string& module = "C:\\Windows\\System32\\eTPKCS11.dll");

}  // namespace kigen::wizard::test

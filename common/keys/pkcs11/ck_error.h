// What a PKCS#11 function returned as one of Kigen's errors: the one place that knows. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/error.h"

namespace kigen::keys::pkcs11 {

/// What the call was for: the same CK_RV means one thing for a PIN that is tried and another for one that is chosen.
enum class Purpose { Read, Login, Unblock, NewPin, MakeKey, Sign, Store };

/// "C_Login: CKR_PIN_INCORRECT (0xa0)".
[[nodiscard]] std::string describe_rv(std::string_view function, std::uint64_t rv);
/// Whether the session may have ended because the token went away, although the library does not say so.
[[nodiscard]] bool is_vague(std::uint64_t rv) noexcept;
[[nodiscard]] Error error_of(std::uint64_t rv, std::string_view function, Purpose purpose, const std::string& serial,
                             const std::string& module);

}  // namespace kigen::keys::pkcs11

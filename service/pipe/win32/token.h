// What an access token says about its user.
#pragma once

#include <windows.h>

#include <string>

#include "common/base/error.h"
#include "common/base/result.h"
#include "common/platform/win32/handle.h"

namespace kigen::pipe {

/// AccessDenied with Windows' words for `error`.
[[nodiscard]] Error denied(DWORD error);
/// "S-1-5-21-…" of the token's user.
[[nodiscard]] Result<std::string> token_user_sid(HANDLE token);
/// "DOMAIN\\user"; "" when the name cannot be looked up.
[[nodiscard]] std::string token_user_name(HANDLE token);
/// BUILTIN\\Administrators is in the token and enabled: an administrator whose token UAC has filtered is none. Needs an
/// impersonation token.
[[nodiscard]] bool token_is_administrator(HANDLE token);
/// SID of the account that this process runs as.
[[nodiscard]] Result<std::string> process_user_sid();

}  // namespace kigen::pipe

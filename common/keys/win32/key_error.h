// What Windows says when a key or a store does not do as asked, as Kigen's errors. Any thread.
#pragma once

#include <windows.h>

#include "common/base/error.h"

namespace kigen::keys {

/// The user said no, or there was nobody to ask: SCARD_W_CANCELLED_BY_USER, NTE_USER_CANCELLED, ERROR_CANCELLED (also
/// as an HRESULT), NTE_SILENT_CONTEXT.
[[nodiscard]] bool is_refusal(DWORD status) noexcept;
/// There is no key or no container of that name.
[[nodiscard]] bool is_no_key(DWORD status) noexcept;

/// KeyUseRefused when is_refusal(), else `code` with {"system"}: Windows' words.
[[nodiscard]] Error key_error(ErrorCode code, const char* call, DWORD status);
/// As key_error(), but KeyNotFound when is_no_key(); with {"name"}.
[[nodiscard]] Error open_error(const char* call, DWORD status, const std::string& name);
/// StoreNotWritable, or RootRefused when is_refusal().
[[nodiscard]] Error store_error(const char* call, DWORD status);

}  // namespace kigen::keys

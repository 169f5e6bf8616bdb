#include "common/keys/win32/key_error.h"

#include <fmt/format.h>

#include "common/platform/win32/utf.h"

namespace kigen::keys {
namespace {

Error with_words(ErrorCode code, const char* call, DWORD status) {
  std::string words = fmt::format("{}: {}", call, platform::describe_windows_error(status));
  // An HRESULT is known by its hexadecimal form.
  if ((status & 0x80000000) != 0) words += fmt::format(" [{:#010x}]", status);
  Error error(code, words);
  return std::move(error).with("system", std::move(words));
}

}  // namespace

bool is_refusal(DWORD status) noexcept {
  constexpr DWORD kCancelledResult = 0x800704c7;  // HRESULT_FROM_WIN32(ERROR_CANCELLED)
  return status == ERROR_CANCELLED || status == kCancelledResult ||
         status == static_cast<DWORD>(SCARD_W_CANCELLED_BY_USER) || status == static_cast<DWORD>(NTE_USER_CANCELLED) ||
         status == static_cast<DWORD>(NTE_SILENT_CONTEXT);
}

bool is_no_key(DWORD status) noexcept {
  return status == static_cast<DWORD>(NTE_BAD_KEYSET) || status == static_cast<DWORD>(NTE_NO_KEY) ||
         status == static_cast<DWORD>(NTE_KEYSET_NOT_DEF) || status == static_cast<DWORD>(NTE_NOT_FOUND);
}

Error key_error(ErrorCode code, const char* call, DWORD status) {
  return with_words(is_refusal(status) ? ErrorCode::KeyUseRefused : code, call, status);
}

Error open_error(const char* call, DWORD status, const std::string& name) {
  return key_error(is_no_key(status) ? ErrorCode::KeyNotFound : ErrorCode::KeyNotUsable, call, status)
      .with("name", name);
}

Error store_error(const char* call, DWORD status) {
  return with_words(is_refusal(status) ? ErrorCode::RootRefused : ErrorCode::StoreNotWritable, call, status);
}

}  // namespace kigen::keys

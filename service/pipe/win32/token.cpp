#include "service/pipe/win32/token.h"

#include <sddl.h>

#include <array>
#include <vector>

#include "common/platform/win32/utf.h"

namespace kigen::pipe {
namespace {

// TOKEN_USER with its SID behind it; empty on failure, with GetLastError() set.
std::vector<std::byte> token_user(HANDLE token) {
  DWORD size = 0;
  ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
  std::vector<std::byte> buffer(size);
  if (size < sizeof(TOKEN_USER) || ::GetTokenInformation(token, TokenUser, buffer.data(), size, &size) == 0) return {};
  return buffer;
}

PSID sid_of(std::vector<std::byte>& user) {
  // The buffer was written by GetTokenInformation as a TOKEN_USER.
  return reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid;
}

}  // namespace

Error denied(DWORD error) {
  return Error(ErrorCode::AccessDenied, platform::describe_windows_error(error));
}

Result<std::string> token_user_sid(HANDLE token) {
  auto user = token_user(token);
  if (user.empty()) return denied(::GetLastError());
  LPWSTR text = nullptr;
  if (::ConvertSidToStringSidW(sid_of(user), &text) == 0) return denied(::GetLastError());
  const platform::UniqueLocal owner(text);
  return platform::to_narrow(text);
}

std::string token_user_name(HANDLE token) {
  auto user = token_user(token);
  if (user.empty()) return {};
  std::array<wchar_t, 257> name{};
  std::array<wchar_t, 257> domain{};
  auto name_size = static_cast<DWORD>(name.size());
  auto domain_size = static_cast<DWORD>(domain.size());
  SID_NAME_USE use{};
  if (::LookupAccountSidW(nullptr, sid_of(user), name.data(), &name_size, domain.data(), &domain_size, &use) == 0) {
    return {};
  }
  std::string full = platform::to_narrow({domain.data(), domain_size});
  if (!full.empty()) full += '\\';
  return full + platform::to_narrow({name.data(), name_size});
}

bool token_is_administrator(HANDLE token) {
  std::array<std::byte, SECURITY_MAX_SID_SIZE> administrators{};
  auto size = static_cast<DWORD>(administrators.size());
  if (::CreateWellKnownSid(WinBuiltinAdministratorsSid, nullptr, administrators.data(), &size) == 0) return false;
  BOOL member = FALSE;
  return ::CheckTokenMembership(token, administrators.data(), &member) != 0 && member != FALSE;
}

Result<std::string> process_user_sid() {
  platform::UniqueKernelHandle token;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, token.out()) == 0) return denied(::GetLastError());
  return token_user_sid(token.get());
}

}  // namespace kigen::pipe

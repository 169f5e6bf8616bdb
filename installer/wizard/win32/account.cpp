#include "installer/wizard/win32/account.h"

#include <windows.h>

#include <vector>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/security.h"
#include "common/platform/win32/utf.h"

namespace kigen::wizard {
namespace {

using platform::UniqueKernelHandle;

UniqueKernelHandle token_of(HANDLE process) {
  HANDLE token = nullptr;
  return UniqueKernelHandle(::OpenProcessToken(process, TOKEN_QUERY, &token) ? token : nullptr);
}

std::vector<BYTE> token_user(HANDLE token) {
  DWORD size = 0;
  ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
  std::vector<BYTE> buffer(size);
  if (size == 0 || !::GetTokenInformation(token, TokenUser, buffer.data(), size, &size)) buffer.clear();
  return buffer;
}

PSID sid_in(std::vector<BYTE>& user) {
  return user.empty() ? nullptr : reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid;
}

std::string account_name(PSID sid) {
  wchar_t name[256] = {};
  wchar_t domain[256] = {};
  DWORD name_size = 256;
  DWORD domain_size = 256;
  SID_NAME_USE use{};
  if (!sid || !::LookupAccountSidW(nullptr, sid, name, &name_size, domain, &domain_size, &use)) return {};
  return platform::to_narrow(domain) + '\\' + platform::to_narrow(name);
}

bool is_elevated(HANDLE token) {
  TOKEN_ELEVATION_TYPE type{};
  DWORD size = 0;
  // "Full" is a token that somebody raised; an account without the split has "default" and nothing else to run as.
  return ::GetTokenInformation(token, TokenElevationType, &type, sizeof type, &size) && type == TokenElevationTypeFull;
}

/// The owner of the desktop is who the shell runs as.
UniqueKernelHandle shell_token() {
  DWORD process_id = 0;
  const HWND shell = ::GetShellWindow();
  if (!shell || ::GetWindowThreadProcessId(shell, &process_id) == 0) return UniqueKernelHandle();
  const UniqueKernelHandle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process_id));
  return process ? token_of(process.get()) : UniqueKernelHandle();
}

}  // namespace

Account current_account() {
  Account account;
  const UniqueKernelHandle own = token_of(::GetCurrentProcess());
  if (!own) return account;
  std::vector<BYTE> user = token_user(own.get());
  account.name = account_name(sid_in(user));
  account.elevated = is_elevated(own.get());
  const UniqueKernelHandle shell = shell_token();
  if (!shell) return account;
  std::vector<BYTE> owner = token_user(shell.get());
  if (sid_in(owner) && sid_in(user) && !::EqualSid(sid_in(owner), sid_in(user)))
    account.signed_in = account_name(sid_in(owner));
  return account;
}

}  // namespace kigen::wizard

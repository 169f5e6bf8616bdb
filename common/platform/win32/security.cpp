#include "common/platform/win32/security.h"

#include <sddl.h>

#include "common/platform/win32/utf.h"

namespace kigen::platform {

Result<SecurityDescriptor> SecurityDescriptor::from_sddl(std::string_view sddl) {
  PSECURITY_DESCRIPTOR memory = nullptr;
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(to_wide(sddl).c_str(), SDDL_REVISION_1, &memory,
                                                             nullptr) == 0) {
    const DWORD error = ::GetLastError();
    return Error(ErrorCode::Internal,
                 "security descriptor " + std::string(sddl) + ": " + describe_windows_error(error));
  }
  return SecurityDescriptor(memory);
}

PSID SecurityDescriptor::owner() const noexcept {
  PSID owner = nullptr;
  BOOL defaulted = FALSE;
  return ::GetSecurityDescriptorOwner(memory_.get(), &owner, &defaulted) != 0 ? owner : nullptr;
}

PACL SecurityDescriptor::dacl() const noexcept {
  PACL dacl = nullptr;
  BOOL present = FALSE, defaulted = FALSE;
  return ::GetSecurityDescriptorDacl(memory_.get(), &present, &dacl, &defaulted) != 0 && present != 0 ? dacl : nullptr;
}

std::string sid_to_string(PSID sid) {
  wchar_t* text = nullptr;
  if (sid == nullptr || ::ConvertSidToStringSidW(sid, &text) == 0) return {};
  const UniqueLocal release(text);
  return to_narrow(text);
}

std::string process_user_sid() {
  UniqueKernelHandle token;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, token.out()) == 0) return {};
  alignas(TOKEN_USER) std::byte buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  DWORD length = 0;
  if (::GetTokenInformation(token.get(), TokenUser, buffer, sizeof buffer, &length) == 0) return {};
  return sid_to_string(reinterpret_cast<const TOKEN_USER*>(buffer)->User.Sid);
}

ScopedPrivileges::ScopedPrivileges(std::initializer_list<const wchar_t*> names) {
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES, token_.out()) == 0) return;
  for (const wchar_t* name : names) {
    TOKEN_PRIVILEGES wanted{1, {{{}, SE_PRIVILEGE_ENABLED}}};
    if (::LookupPrivilegeValueW(nullptr, name, &wanted.Privileges[0].Luid) == 0) continue;
    TOKEN_PRIVILEGES previous{};
    DWORD length = 0;
    if (::AdjustTokenPrivileges(token_.get(), FALSE, &wanted, sizeof previous, &previous, &length) == 0) continue;
    if (previous.PrivilegeCount == 1) before_.push_back(previous);
  }
}

ScopedPrivileges::~ScopedPrivileges() {
  for (TOKEN_PRIVILEGES& one : before_) {
    ::AdjustTokenPrivileges(token_.get(), FALSE, &one, 0, nullptr, nullptr);
  }
}

}  // namespace kigen::platform

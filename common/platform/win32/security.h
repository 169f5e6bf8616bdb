// Security descriptors, SIDs and privileges as values. Any thread.
#pragma once

#include <windows.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/platform/win32/handle.h"

namespace kigen::platform {

/// A self-relative security descriptor, parsed from SDDL; owns its memory, and the pointers it hands out live as long.
class SecurityDescriptor {
 public:
  /// Internal when `sddl` is none.
  [[nodiscard]] static Result<SecurityDescriptor> from_sddl(std::string_view sddl);

  [[nodiscard]] PSECURITY_DESCRIPTOR get() const noexcept { return memory_.get(); }
  [[nodiscard]] PSID owner() const noexcept;
  [[nodiscard]] PACL dacl() const noexcept;

 private:
  explicit SecurityDescriptor(PSECURITY_DESCRIPTOR memory) noexcept : memory_(memory) {}
  UniqueLocal memory_;
};

/// "S-1-5-18"; empty when `sid` is none.
[[nodiscard]] std::string sid_to_string(PSID sid);

/// The account of this process; empty when the system does not say.
[[nodiscard]] std::string process_user_sid();

/// Switches on those of the named privileges that the process holds, and off again at the end of the scope.
class ScopedPrivileges {
 public:
  explicit ScopedPrivileges(std::initializer_list<const wchar_t*> names);
  ~ScopedPrivileges();
  ScopedPrivileges(const ScopedPrivileges&) = delete;
  ScopedPrivileges& operator=(const ScopedPrivileges&) = delete;

 private:
  UniqueKernelHandle token_;
  std::vector<TOKEN_PRIVILEGES> before_;
};

}  // namespace kigen::platform

#include <windows.h>

#include "common/keys/pkcs11/expand_path.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys::pkcs11 {

std::string expand_path(const std::string& path) {
  const std::wstring wide = platform::to_wide(path);
  std::wstring out(32768, L'\0');
  const DWORD length = ::ExpandEnvironmentStringsW(wide.c_str(), out.data(), static_cast<DWORD>(out.size()));
  if (length == 0 || length > out.size()) return path;
  out.resize(length - 1);
  return platform::to_narrow(out);
}

}  // namespace kigen::keys::pkcs11

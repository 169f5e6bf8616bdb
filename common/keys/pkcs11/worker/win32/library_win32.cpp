#include <windows.h>

#include <filesystem>

#include "common/keys/pkcs11/worker/library.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys::pkcs11 {

Result<CK_C_GetFunctionList> load_library(const std::string& path) {
  const std::wstring wide = platform::to_wide(path);
  if (!std::filesystem::path(wide).is_absolute()) return Error(ErrorCode::TokenLibraryFailed, "not an absolute path");
  // What the library needs is sought beside it and in the system's folders, never in the current one or in PATH.
  const HMODULE library =
      ::LoadLibraryExW(wide.c_str(), nullptr, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
  if (library == nullptr) {
    const DWORD error = ::GetLastError();
    std::string words = platform::describe_windows_error(error);
    if (error == ERROR_BAD_EXE_FORMAT) words.insert(0, "not a library of this architecture: ");
    return Error(ErrorCode::TokenLibraryFailed, std::move(words));
  }
  const FARPROC found = ::GetProcAddress(library, "C_GetFunctionList");
  if (found == nullptr) return Error(ErrorCode::TokenLibraryFailed, "not a PKCS#11 library (no C_GetFunctionList)");
  return reinterpret_cast<CK_C_GetFunctionList>(reinterpret_cast<void*>(found));
}

}  // namespace kigen::keys::pkcs11

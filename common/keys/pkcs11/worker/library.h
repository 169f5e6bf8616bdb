// A vendor's PKCS#11 library in this process, loaded and never unloaded: many leave threads behind. One thread.
#pragma once

#include <p11-kit/pkcs11.h>

#include <string>

#include "common/base/result.h"

namespace kigen::keys::pkcs11 {

/// The library's C_GetFunctionList. `path` is absolute, UTF-8.
/// TokenLibraryFailed with the system's words: not there, not a library, of another architecture, not PKCS#11.
[[nodiscard]] Result<CK_C_GetFunctionList> load_library(const std::string& path);

}  // namespace kigen::keys::pkcs11

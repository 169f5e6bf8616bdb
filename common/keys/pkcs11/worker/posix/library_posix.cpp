#include <dlfcn.h>

#include "common/keys/pkcs11/worker/library.h"

namespace kigen::keys::pkcs11 {

Result<CK_C_GetFunctionList> load_library(const std::string& path) {
  if (!path.starts_with('/')) return Error(ErrorCode::TokenLibraryFailed, "not an absolute path");
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* words = ::dlerror();  // NOLINT(concurrency-mt-unsafe): of this thread in glibc
    return Error(ErrorCode::TokenLibraryFailed, words == nullptr ? "dlopen failed" : words);
  }
  void* found = ::dlsym(library, "C_GetFunctionList");
  if (found == nullptr) return Error(ErrorCode::TokenLibraryFailed, "not a PKCS#11 library (no C_GetFunctionList)");
  return reinterpret_cast<CK_C_GetFunctionList>(found);
}

}  // namespace kigen::keys::pkcs11

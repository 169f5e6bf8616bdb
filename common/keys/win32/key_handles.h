// Owners of CNG's and CAPI's handles.
#pragma once

#include <windows.h>

#include <ncrypt.h>
#include <wincrypt.h>

#include "common/base/unique_handle.h"

namespace kigen::keys {

/// CNG's statuses are signed; key_error.h takes Windows' codes.
[[nodiscard]] inline DWORD code_of(SECURITY_STATUS status) noexcept {
  return static_cast<DWORD>(status);
}

struct NcryptTraits {
  using Handle = NCRYPT_HANDLE;
  static Handle none() noexcept { return 0; }
  static void close(Handle handle) noexcept { ::NCryptFreeObject(handle); }
};
/// A provider or a key of CNG.
using UniqueNcrypt = UniqueHandle<NcryptTraits>;

struct NcryptBufferTraits {
  using Handle = void*;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle memory) noexcept { ::NCryptFreeBuffer(memory); }
};
using UniqueNcryptBuffer = UniqueHandle<NcryptBufferTraits>;

struct CapiProviderTraits {
  using Handle = HCRYPTPROV;
  static Handle none() noexcept { return 0; }
  static void close(Handle handle) noexcept { ::CryptReleaseContext(handle, 0); }
};
/// A container of CAPI.
using UniqueCapiProvider = UniqueHandle<CapiProviderTraits>;

struct CapiKeyTraits {
  using Handle = HCRYPTKEY;
  static Handle none() noexcept { return 0; }
  static void close(Handle handle) noexcept { ::CryptDestroyKey(handle); }
};
using UniqueCapiKey = UniqueHandle<CapiKeyTraits>;

struct CapiHashTraits {
  using Handle = HCRYPTHASH;
  static Handle none() noexcept { return 0; }
  static void close(Handle handle) noexcept { ::CryptDestroyHash(handle); }
};
using UniqueCapiHash = UniqueHandle<CapiHashTraits>;

struct CertificateTraits {
  using Handle = PCCERT_CONTEXT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertFreeCertificateContext(handle); }
};
using UniqueCertificate = UniqueHandle<CertificateTraits>;

}  // namespace kigen::keys

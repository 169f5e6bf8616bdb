#include "installer/wizard/win32/certificate_dialog.h"

#include <windows.h>

#include <commctrl.h>
#include <wincrypt.h>

// The cross compiler's prsht.h does not have these two names, which cryptuiapi.h uses.
using LPCPROPSHEETPAGEA = const PROPSHEETPAGEA*;
using LPCPROPSHEETPAGEW = const PROPSHEETPAGEW*;
// clang-format off
#include <cryptuiapi.h>
// clang-format on

#include "common/base/hex.h"
#include "common/base/unique_handle.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::wizard {
namespace {

struct ContextTraits {
  using Handle = PCCERT_CONTEXT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertFreeCertificateContext(handle); }
};
using UniqueContext = UniqueHandle<ContextTraits>;

UniqueContext context_of(std::span<const std::uint8_t> der) {
  return UniqueContext(::CertCreateCertificateContext(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, der.data(),
                                                      static_cast<DWORD>(der.size())));
}

bool show(HWND owner, PCCERT_CONTEXT certificate) {
  // Loaded when it is wanted: it brings a good deal with it. Never unloaded.
  static const HMODULE library = ::LoadLibraryExW(L"cryptui.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
  if (!library || !certificate) return false;
  using View = BOOL(WINAPI*)(PCCRYPTUI_VIEWCERTIFICATE_STRUCTW, BOOL*);
  const auto view =
      reinterpret_cast<View>(reinterpret_cast<void*>(::GetProcAddress(library, "CryptUIDlgViewCertificateW")));
  if (!view) return false;
  CRYPTUI_VIEWCERTIFICATE_STRUCTW wanted{};
  wanted.dwSize = sizeof wanted;
  wanted.hwndParent = owner;
  wanted.dwFlags = CRYPTUI_DISABLE_EDITPROPERTIES | CRYPTUI_DISABLE_ADDTOSTORE;
  wanted.pCertContext = certificate;
  BOOL changed = FALSE;
  return view(&wanted, &changed) != FALSE;
}

UniqueContext find_in(DWORD location, std::vector<std::uint8_t>& sha1) {
  const platform::UniqueStore store(::CertOpenStore(
      CERT_STORE_PROV_SYSTEM_W, 0, 0, location | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG, L"My"));
  if (!store) return UniqueContext();
  const CRYPT_HASH_BLOB hash{static_cast<DWORD>(sha1.size()), sha1.data()};
  return UniqueContext(::CertFindCertificateInStore(store.get(), X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0,
                                                    CERT_FIND_SHA1_HASH, &hash, nullptr));
}

}  // namespace

bool show_certificate(HWND owner, std::span<const std::uint8_t> der) {
  const UniqueContext certificate = context_of(der);
  return show(owner, certificate.get());
}

bool show_stored_certificate(HWND owner, const std::string& sha1_hex) {
  auto sha1 = from_hex(sha1_hex);
  if (!sha1) return false;
  UniqueContext certificate = find_in(CERT_SYSTEM_STORE_CURRENT_USER, *sha1);
  if (!certificate) certificate = find_in(CERT_SYSTEM_STORE_LOCAL_MACHINE, *sha1);
  return show(owner, certificate.get());
}

std::vector<std::string> display_names(const std::vector<std::vector<std::uint8_t>>& chain) {
  std::vector<std::string> names;
  for (const auto& der : chain) {
    const UniqueContext certificate = context_of(der);
    if (!certificate) continue;
    wchar_t name[256] = {};
    ::CertGetNameStringW(certificate.get(), CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, nullptr, name, 256);
    names.push_back(platform::to_narrow(name));
  }
  return names;
}

}  // namespace kigen::wizard

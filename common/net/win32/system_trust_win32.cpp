#include <windows.h>

#include <wincrypt.h>

#include <string_view>

#include "common/net/system_trust.h"
#include "common/platform/win32/store_handle.h"

namespace kigen::net {

namespace {

/// A root may be there for other uses only: an empty list of uses bars it from all (CertGetEnhancedKeyUsage).
bool serves_servers(PCCERT_CONTEXT certificate) {
  DWORD size = 0;
  if (::CertGetEnhancedKeyUsage(certificate, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, nullptr, &size) == FALSE) {
    return true;  // no such property: good for everything
  }
  std::vector<std::uint8_t> memory(size);
  auto* usage = reinterpret_cast<CERT_ENHKEY_USAGE*>(memory.data());
  if (::CertGetEnhancedKeyUsage(certificate, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, usage, &size) == FALSE) return true;
  if (usage->cUsageIdentifier == 0) return ::GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND);
  for (DWORD i = 0; i < usage->cUsageIdentifier; ++i) {
    if (std::string_view(usage->rgpszUsageIdentifier[i]) == szOID_PKIX_KP_SERVER_AUTH) return true;
  }
  return false;
}

std::vector<Bytes> read_store(const wchar_t* name, bool only_for_servers) {
  std::vector<Bytes> all;
  const platform::UniqueStore store(
      ::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG, name));
  if (!store) return all;
  PCCERT_CONTEXT one = nullptr;
  while ((one = ::CertEnumCertificatesInStore(store.get(), one)) != nullptr) {
    if (only_for_servers && !serves_servers(one)) continue;
    all.emplace_back(one->pbCertEncoded, one->pbCertEncoded + one->cbCertEncoded);
  }
  return all;
}

}  // namespace

SystemTrust read_system_trust() {
  // The user's view of a store holds the machine's too.
  SystemTrust trust;
  trust.roots = read_store(L"Root", true);
  trust.intermediates = read_store(L"CA", false);
  trust.disallowed = read_store(L"Disallowed", false);
  return trust;
}

}  // namespace kigen::net

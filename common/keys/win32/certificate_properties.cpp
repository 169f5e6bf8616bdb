#include "common/keys/win32/certificate_properties.h"

#include <cstddef>
#include <vector>

#include "common/keys/win32/cng_key.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys {
namespace {

constexpr DWORD kMaxProperty = 64 * 1024;

// The structure's pointers point behind it, into the same memory.
std::vector<std::max_align_t> property_of(PCCERT_CONTEXT certificate, DWORD property, DWORD& size) {
  size = 0;
  if (::CertGetCertificateContextProperty(certificate, property, nullptr, &size) == 0 || size > kMaxProperty) return {};
  std::vector<std::max_align_t> memory(size / sizeof(std::max_align_t) + 1);
  if (::CertGetCertificateContextProperty(certificate, property, memory.data(), &size) == 0) return {};
  return memory;
}

}  // namespace

std::string friendly_name_of(PCCERT_CONTEXT certificate) {
  DWORD size = 0;
  const std::vector<std::max_align_t> memory = property_of(certificate, CERT_FRIENDLY_NAME_PROP_ID, size);
  if (memory.empty()) return {};
  const std::wstring_view name(reinterpret_cast<const wchar_t*>(memory.data()), size / sizeof(wchar_t));
  return platform::to_narrow(name.substr(0, name.find(L'\0')));
}

bool set_friendly_name(PCCERT_CONTEXT certificate, const std::string& name) {
  if (name.empty()) {
    return ::CertSetCertificateContextProperty(certificate, CERT_FRIENDLY_NAME_PROP_ID, 0, nullptr) != 0;
  }
  std::wstring wide = platform::to_wide(name);
  const CRYPT_DATA_BLOB blob{.cbData = static_cast<DWORD>((wide.size() + 1) * sizeof(wchar_t)),
                             .pbData = reinterpret_cast<BYTE*>(wide.data())};
  return ::CertSetCertificateContextProperty(certificate, CERT_FRIENDLY_NAME_PROP_ID, 0, &blob) != 0;
}

std::optional<KeyReference> key_reference_of(PCCERT_CONTEXT certificate) {
  DWORD size = 0;
  const std::vector<std::max_align_t> memory = property_of(certificate, CERT_KEY_PROV_INFO_PROP_ID, size);
  if (memory.empty() || size < sizeof(CRYPT_KEY_PROV_INFO)) return std::nullopt;
  const auto* info = reinterpret_cast<const CRYPT_KEY_PROV_INFO*>(memory.data());
  KeyReference key{.provider = "capi", .name = {}};
  if (info->pwszContainerName != nullptr) key.name = platform::to_narrow(info->pwszContainerName);
  if (info->dwProvType != 0) return key;
  const std::wstring provider = info->pwszProvName != nullptr ? info->pwszProvName : L"";
  key.provider = provider == MS_PLATFORM_KEY_STORAGE_PROVIDER ? "tpm" : "cng";
  return key;
}

bool set_key_reference(PCCERT_CONTEXT certificate, const KeyReference& key) {
  std::wstring container = platform::to_wide(key.name);
  const wchar_t* cng = cng_provider_name(key.provider);
  std::wstring provider = cng != nullptr ? cng : MS_ENH_RSA_AES_PROV_W;
  CRYPT_KEY_PROV_INFO info{};
  info.pwszContainerName = container.data();
  info.pwszProvName = provider.data();
  info.dwProvType = cng != nullptr ? 0 : PROV_RSA_AES;
  info.dwKeySpec = cng != nullptr ? 0 : AT_KEYEXCHANGE;
  return ::CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &info) != 0;
}

}  // namespace kigen::keys

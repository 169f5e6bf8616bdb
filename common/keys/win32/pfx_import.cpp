#include "common/keys/win32/pfx_import.h"

#include "common/keys/prompts.h"
#include "common/keys/wiped_bytes.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys {
namespace {

// A Secret is at most 4096 octets of UTF-8: never more units of UTF-16.
class WidePassword {
 public:
  explicit WidePassword(const Secret& password) : memory_((password.view().size() + 1) * sizeof(wchar_t)) {
    const auto size = static_cast<int>(password.view().size());
    if (size > 0) ::MultiByteToWideChar(CP_UTF8, 0, password.view().data(), size, text(), size);
  }
  [[nodiscard]] wchar_t* text() { return reinterpret_cast<wchar_t*>(memory_.data()); }

 private:
  WipedBytes memory_;
};

}  // namespace

Result<UniqueCertificate> import_with_windows(std::span<const std::uint8_t> pfx, const Secret& password,
                                              bool exportable) {
  WipedBytes file(pfx);
  CRYPT_DATA_BLOB blob{.cbData = static_cast<DWORD>(file.size()), .pbData = file.data()};
  WidePassword wide(password);
  const DWORD flags =
      CRYPT_USER_KEYSET | (exportable ? CRYPT_EXPORTABLE : 0) | (key_prompts().silent ? PKCS12_IMPORT_SILENT : 0);
  platform::UniqueStore store(::PFXImportCertStore(&blob, wide.text(), flags | PKCS12_PREFER_CNG_KSP));
  // Wine does not know the wish for CNG; a wrong password stays wrong.
  if (!store) store.reset(::PFXImportCertStore(&blob, wide.text(), flags));
  if (!store) {
    const DWORD error = ::GetLastError();
    const std::string words = "PFXImportCertStore: " + platform::describe_windows_error(error);
    if (error == ERROR_INVALID_PASSWORD) return Error(ErrorCode::CredentialsWrong, words);
    return Error(ErrorCode::Pkcs12Unreadable, words).with("reason", "encryption_not_supported");
  }
  UniqueCertificate certificate;
  DWORD size = 0;
  do {
    certificate = UniqueCertificate(::CertEnumCertificatesInStore(store.get(), certificate.release()));
  } while (certificate &&
           ::CertGetCertificateContextProperty(certificate.get(), CERT_KEY_PROV_INFO_PROP_ID, nullptr, &size) == 0);
  if (certificate) return certificate;
  return Error(ErrorCode::Pkcs12Unreadable, "PFXImportCertStore: no key").with("reason", "no_key");
}

}  // namespace kigen::keys

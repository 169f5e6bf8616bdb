#include <windows.h>

#include <wincrypt.h>

#include <array>
#include <span>
#include <vector>

#include "common/base/hex.h"
#include "common/base/unique_handle.h"
#include "common/keys/personal_store.h"
#include "common/platform/random.h"
#include "tests/pki/store.h"

namespace kigen::test_pki {

namespace {

struct StoreTraits {
  using Handle = HCERTSTORE;
  static Handle none() { return nullptr; }
  static void close(Handle handle) { ::CertCloseStore(handle, 0); }
};
using Store = UniqueHandle<StoreTraits>;

Error system_error(const char* call) {
  const DWORD number = ::GetLastError();
  return Error(ErrorCode::Internal, std::string(call) + " failed (" + std::to_string(number) + ')');
}

// As the product does it: each key in a container of its own. Wine's import puts every key into the same one.
Status import_for_user(const std::string& pkcs12, const std::string& secret) {
  auto stores = keys::open_stores({});
  if (!stores) return stores.error();
  std::array<std::uint8_t, 8> random{};
  platform::fill_random(random);
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(pkcs12.data()), pkcs12.size());
  const auto stored = stores->personal->import_pkcs12(bytes, Secret(secret), "kigen-test-" + to_hex(random), false, {});
  return stored ? Status() : Status(stored.error());
}

}  // namespace

Result<bool> import_to_store(const std::string& pkcs12, const std::string& secret, const std::string& der,
                             bool machine) {
  if (!machine && import_for_user(pkcs12, secret)) return true;
  const DWORD where = machine ? CERT_SYSTEM_STORE_LOCAL_MACHINE : CERT_SYSTEM_STORE_CURRENT_USER;
  const Store target(::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, where, L"MY"));
  if (!target) return system_error("CertOpenStore");
  std::vector<BYTE> bytes(pkcs12.begin(), pkcs12.end());
  CRYPT_DATA_BLOB blob{static_cast<DWORD>(bytes.size()), bytes.data()};
  const std::wstring password(secret.begin(), secret.end());
  const Store source(::PFXImportCertStore(&blob, password.c_str(), machine ? CRYPT_MACHINE_KEYSET : CRYPT_USER_KEYSET));
  if (!source) {
    if (der.empty()) return system_error("PFXImportCertStore");
    const auto* encoded = reinterpret_cast<const BYTE*>(der.data());
    if (!::CertAddEncodedCertificateToStore(target.get(), X509_ASN_ENCODING, encoded, static_cast<DWORD>(der.size()),
                                            CERT_STORE_ADD_REPLACE_EXISTING, nullptr))
      return system_error("CertAddEncodedCertificateToStore");
    return false;
  }
  PCCERT_CONTEXT certificate = nullptr;
  while ((certificate = ::CertEnumCertificatesInStore(source.get(), certificate)) != nullptr) {
    if (!::CertAddCertificateContextToStore(target.get(), certificate, CERT_STORE_ADD_REPLACE_EXISTING, nullptr)) {
      const Error failure = system_error("CertAddCertificateContextToStore");
      ::CertFreeCertificateContext(certificate);
      return failure;
    }
  }
  return true;
}

}  // namespace kigen::test_pki

#include "common/keys/win32/user_store.h"

#include "common/keys/win32/key_error.h"
#include "common/platform/win32/utf.h"
#include "common/x509/digest.h"

namespace kigen::keys {
namespace {

constexpr DWORD kMaxCertificate = 256 * 1024;

}  // namespace

Bytes der_of(PCCERT_CONTEXT certificate) {
  return {certificate->pbCertEncoded, certificate->pbCertEncoded + certificate->cbCertEncoded};
}

Sha256 thumbprint_of(std::span<const std::uint8_t> der) {
  return x509::sha256({der});
}

Result<UniqueCertificate> make_certificate(std::span<const std::uint8_t> der) {
  UniqueCertificate certificate;
  if (der.size() <= kMaxCertificate) {
    certificate.reset(::CertCreateCertificateContext(X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size())));
  }
  if (certificate) return certificate;
  const DWORD error = ::GetLastError();
  return Error(ErrorCode::CertificateUnparsable,
               "CertCreateCertificateContext: " + platform::describe_windows_error(error));
}

Result<UserStore> UserStore::open(const wchar_t* name) {
  platform::UniqueStore store(::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, name));
  // The roots are many, new ones are written without being told, and telling might ask the user once more.
  if (store) return UserStore(std::move(store), std::wstring_view(name) != L"Root");
  const DWORD error = ::GetLastError();
  return store_error("CertOpenStore", error);
}

void UserStore::each(const std::function<bool(PCCERT_CONTEXT)>& look) const {
  UniqueCertificate certificate;
  // Each call frees the context before it.
  for (;;) {
    certificate = UniqueCertificate(::CertEnumCertificatesInStore(store_.get(), certificate.release()));
    if (!certificate) return;
    const bool readable =
        certificate.get()->pbCertEncoded != nullptr && certificate.get()->cbCertEncoded <= kMaxCertificate;
    if (readable && !look(certificate.get())) return;
  }
}

UniqueCertificate UserStore::find(const Sha256& thumbprint) const {
  UniqueCertificate found;
  each([&](PCCERT_CONTEXT certificate) {
    if (thumbprint_of({certificate->pbCertEncoded, certificate->cbCertEncoded}) != thumbprint) return true;
    found.reset(::CertDuplicateCertificateContext(certificate));
    return false;
  });
  return found;
}

// Windows writes at once; a system that caches (Wine) forgets replaced and removed entries unless it is told.
void UserStore::commit() const {
  if (!cached_) return;
  ::CertControlStore(store_.get(), CERT_STORE_CTRL_COMMIT_FORCE_FLAG, CERT_STORE_CTRL_COMMIT, nullptr);
}

Status UserStore::put(PCCERT_CONTEXT certificate) const {
  if (::CertAddCertificateContextToStore(store_.get(), certificate, CERT_STORE_ADD_REPLACE_EXISTING, nullptr) != 0) {
    commit();
    return {};
  }
  const DWORD error = ::GetLastError();
  return store_error("CertAddCertificateContextToStore", error);
}

Status UserStore::remove(const Sha256& thumbprint) const {
  UniqueCertificate certificate = find(thumbprint);
  // The call frees the context, whatever it answers.
  if (!certificate || ::CertDeleteCertificateFromStore(certificate.release()) != 0) {
    commit();
    return {};
  }
  const DWORD error = ::GetLastError();
  return store_error("CertDeleteCertificateFromStore", error);
}

}  // namespace kigen::keys

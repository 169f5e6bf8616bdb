#include <algorithm>

#include "common/base/hex.h"
#include "common/keys/personal_store.h"
#include "common/keys/pkcs12_file.h"
#include "common/keys/prompts.h"
#include "common/keys/reference.h"
#include "common/keys/win32/capi_key.h"
#include "common/keys/win32/certificate_properties.h"
#include "common/keys/win32/cng_key.h"
#include "common/keys/win32/key_error.h"
#include "common/keys/win32/machine_roots.h"
#include "common/keys/win32/pfx_import.h"
#include "common/keys/win32/user_store.h"

namespace kigen::keys {
namespace {

// Each call opens its store anew: it sees what other programs did, and its own change is written when it ends.
constexpr const wchar_t *kMy = L"My", *kIntermediates = L"CA", *kRoots = L"Root";

Result<std::unique_ptr<KeyStore>> open_key_store(const std::string& provider) {
  if (provider == "capi") return make_capi_store();
  return open_cng_store(provider);
}

StoredCertificate stored(PCCERT_CONTEXT certificate) {
  return {
      .der = der_of(certificate), .friendly_name = friendly_name_of(certificate), .key = key_reference_of(certificate)};
}

// Windows gives CNG's handle where it can, for CAPI's keys too: then they can do PSS.
Result<std::unique_ptr<Key>> acquire(PCCERT_CONTEXT certificate, const std::string& name) {
  const KeyPrompts prompts = key_prompts();
  HWND window = reinterpret_cast<HWND>(prompts.parent_window);
  DWORD flags = CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG | CRYPT_ACQUIRE_COMPARE_KEY_FLAG;
  if (prompts.silent) flags |= CRYPT_ACQUIRE_SILENT_FLAG;
  if (prompts.parent_window != 0) flags |= CRYPT_ACQUIRE_WINDOW_HANDLE_FLAG;
  HCRYPTPROV_OR_NCRYPT_KEY_HANDLE handle = 0;
  DWORD specification = 0;
  BOOL ours = FALSE;
  if (::CryptAcquireCertificatePrivateKey(certificate, flags, prompts.parent_window != 0 ? &window : nullptr, &handle,
                                          &specification, &ours) == 0) {
    const DWORD error = ::GetLastError();
    const bool none = is_no_key(error) || error == static_cast<DWORD>(CRYPT_E_NO_KEY_PROPERTY);
    return key_error(none ? ErrorCode::KeyNotFound : ErrorCode::KeyNotUsable, "CryptAcquireCertificatePrivateKey",
                     error)
        .with("name", name);
  }
  // Without the cache flag the handle is always the caller's to free.
  if (specification == CERT_NCRYPT_KEY_SPEC) return wrap_cng_key(UniqueNcrypt(handle));
  return wrap_capi_key(UniqueCapiProvider(handle), specification);
}

class WindowsPersonalStore final : public PersonalStore {
 public:
  [[nodiscard]] Result<std::vector<StoredCertificate>> list() override {
    const Result<UserStore> my = UserStore::open(kMy);
    if (!my) return my.error();
    std::vector<StoredCertificate> all;
    my->each([&](PCCERT_CONTEXT certificate) {
      all.push_back(stored(certificate));
      return true;
    });
    return all;
  }

  [[nodiscard]] Result<StoredCertificate> find(const Sha256& thumbprint) override {
    const Result<UniqueCertificate> certificate = find_mine(thumbprint);
    if (!certificate) return certificate.error();
    return stored(certificate->get());
  }

  [[nodiscard]] Result<std::unique_ptr<Key>> key_of(const Sha256& thumbprint) override {
    const Result<UniqueCertificate> certificate = find_mine(thumbprint);
    if (!certificate) return certificate.error();
    const std::optional<KeyReference> key = key_reference_of(certificate->get());
    return acquire(certificate->get(), key ? key->name : to_hex(thumbprint));
  }

  [[nodiscard]] Status add(std::span<const std::uint8_t> der, const KeyReference& key,
                           const std::string& friendly_name) override {
    const X509Ptr decoded = decode_certificate(der);
    if (!decoded) return Error(ErrorCode::CertificateUnparsable, "not a certificate");
    const Result<std::unique_ptr<KeyStore>> keys = open_key_store(key.provider);
    if (!keys) return keys.error();
    const Result<std::unique_ptr<Key>> opened = (*keys)->open(key.name);
    if (!opened) return opened.error();
    if (!is_certificate_for(*decoded, (*opened)->public_key_info())) {
      return Error(ErrorCode::KeyDoesNotMatch).with("name", key.name);
    }
    return put(der, key, friendly_name);
  }

  [[nodiscard]] Status remove(const Sha256& thumbprint) override {
    const Result<UserStore> my = UserStore::open(kMy);
    if (!my) return my.error();
    return my->remove(thumbprint);
  }

  [[nodiscard]] Status set_friendly_name(const Sha256& thumbprint, const std::string& friendly_name) override {
    const Result<UserStore> my = UserStore::open(kMy);
    if (!my) return my.error();
    const UniqueCertificate certificate = my->find(thumbprint);
    if (!certificate) return Error(ErrorCode::NotFound).with("thumbprint", to_hex(thumbprint));
    if (friendly_name_of(certificate.get()) == friendly_name) return {};
    if (!keys::set_friendly_name(certificate.get(), friendly_name)) {
      const DWORD error = ::GetLastError();
      return store_error("CertSetCertificateContextProperty", error);
    }
    my->commit();
    return {};
  }

  [[nodiscard]] Result<StoredCertificate> import_pkcs12(std::span<const std::uint8_t> pfx, const Secret& password,
                                                        const std::string& name, bool exportable,
                                                        const std::string& friendly_name) override {
    const Result<Pkcs12Contents> contents = open_pkcs12(pfx, password);
    if (!contents) {
      const Error error = contents.error();
      const auto reason = error.args.find("reason");
      if (reason == error.args.end() || reason->second != "encryption_not_supported") return error;
      return import_old(pfx, password, exportable, friendly_name);
    }
    const Result<KeyReference> key = keep(name, *contents->key, exportable);
    if (!key) return key.error();
    const Bytes der = der_of(*contents->certificate);
    if (Status added = put(der, *key, friendly_name); !added) {
      if (Result<std::unique_ptr<KeyStore>> keys = open_key_store(key->provider)) {
        static_cast<void>((*keys)->remove(name));
      }
      return added.error();
    }
    for (const X509Ptr& other : contents->others) {
      if (Status added = add_intermediate(der_of(*other)); !added) return added.error();
    }
    return StoredCertificate{.der = der, .friendly_name = friendly_name, .key = *key};
  }

  [[nodiscard]] Status add_intermediate(std::span<const std::uint8_t> der) override {
    const Result<UniqueCertificate> certificate = make_certificate(der);
    if (!certificate) return certificate.error();
    const Result<UserStore> intermediates = UserStore::open(kIntermediates);
    if (!intermediates) return intermediates.error();
    if (intermediates->find(thumbprint_of(der))) return {};
    return intermediates->put(certificate->get());
  }

 private:
  [[nodiscard]] static Result<UniqueCertificate> find_mine(const Sha256& thumbprint) {
    const Result<UserStore> my = UserStore::open(kMy);
    if (!my) return my.error();
    UniqueCertificate certificate = my->find(thumbprint);
    if (!certificate) return Error(ErrorCode::NotFound).with("thumbprint", to_hex(thumbprint));
    return certificate;
  }

  [[nodiscard]] static Status put_mine(PCCERT_CONTEXT certificate) {
    const Result<UserStore> my = UserStore::open(kMy);
    if (!my) return my.error();
    return my->put(certificate);
  }

  // With all its properties at once: nobody ever sees the certificate without its key.
  [[nodiscard]] Status put(std::span<const std::uint8_t> der, const KeyReference& key,
                           const std::string& friendly_name) {
    const Result<UniqueCertificate> certificate = make_certificate(der);
    if (!certificate) return certificate.error();
    if (!set_key_reference(certificate->get(), key) || !keys::set_friendly_name(certificate->get(), friendly_name)) {
      const DWORD error = ::GetLastError();
      return store_error("CertSetCertificateContextProperty", error);
    }
    return put_mine(certificate->get());
  }

  // In CNG, or in CAPI where Windows has no CNG that keeps keys.
  [[nodiscard]] static Result<KeyReference> keep(const std::string& name, const EVP_PKEY& key, bool exportable) {
    Status kept = import_cng_key(name, key, exportable);
    if (kept) return KeyReference{.provider = "cng", .name = name};
    if (kept.error().code != ErrorCode::KeyProviderMissing) return kept.error();
    kept = import_capi_key(name, key, exportable);
    if (!kept) return kept.error();
    return KeyReference{.provider = "capi", .name = name};
  }

  [[nodiscard]] Result<StoredCertificate> import_old(std::span<const std::uint8_t> pfx, const Secret& password,
                                                     bool exportable, const std::string& friendly_name) const {
    const Result<UniqueCertificate> certificate = import_with_windows(pfx, password, exportable);
    if (!certificate) return certificate.error();
    if (!keys::set_friendly_name(certificate->get(), friendly_name)) {
      const DWORD error = ::GetLastError();
      return store_error("CertSetCertificateContextProperty", error);
    }
    if (Status added = put_mine(certificate->get()); !added) return added.error();
    return stored(certificate->get());
  }
};

class WindowsRootStore final : public RootStore {
 public:
  [[nodiscard]] Result<std::vector<Bytes>> list() override {
    const Result<UserStore> roots = UserStore::open(kRoots);
    if (!roots) return roots.error();
    std::vector<Bytes> all;
    roots->each([&](PCCERT_CONTEXT certificate) {
      all.push_back(der_of(certificate));
      return true;
    });
    return all;
  }

  [[nodiscard]] Status add(std::span<const std::uint8_t> der) override {
    const Result<UniqueCertificate> certificate = make_certificate(der);
    if (!certificate) return certificate.error();
    // One that is trusted already, by the machine too, needs no question.
    const Result<UserStore> roots = UserStore::open(kRoots);
    if (!roots) return roots.error();
    if (roots->find(thumbprint_of(der))) return {};
    return roots->put(certificate->get());
  }

  [[nodiscard]] Status add_for_machine(std::span<const std::uint8_t> der) override { return add_machine_root(der); }
};

}  // namespace

Result<std::unique_ptr<KeyStore>> Stores::key_store(const std::string& provider) const {
  return open_key_store(provider);
}

Result<Stores> open_stores(const std::string& folder) {
  for (const wchar_t* name : {kMy, kIntermediates, kRoots}) {
    if (const Result<UserStore> store = UserStore::open(name); !store) return store.error();
  }
  Stores stores;
  stores.personal = std::make_unique<WindowsPersonalStore>();
  stores.roots = std::make_unique<WindowsRootStore>();
  stores.folder = folder;
  return stores;
}

}  // namespace kigen::keys

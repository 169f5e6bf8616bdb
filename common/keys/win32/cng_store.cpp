#include <algorithm>

#include "common/keys/key_blobs.h"
#include "common/keys/prompts.h"
#include "common/keys/reference.h"
#include "common/keys/software_key.h"
#include "common/keys/win32/cng_key.h"
#include "common/keys/win32/key_error.h"
#include "common/platform/random.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys {
namespace {

DWORD cng_silent_flag() {
  return key_prompts().silent ? NCRYPT_SILENT_FLAG : 0;
}

Error not_made(const std::string& provider, const char* call, SECURITY_STATUS status) {
  return key_error(ErrorCode::KeyNotMade, call, code_of(status)).with("provider", provider);
}

Error missing(const std::string& provider, const char* call, SECURITY_STATUS status) {
  return key_error(ErrorCode::KeyProviderMissing, call, code_of(status)).with("provider", provider);
}

SECURITY_STATUS set_word(NCRYPT_HANDLE key, const wchar_t* property, DWORD value) {
  return ::NCryptSetProperty(key, property, reinterpret_cast<PBYTE>(&value), sizeof value, 0);
}

// A key that is being made: unless it is finished, it goes with its handle.
struct NewKey {
  UniqueNcrypt key;
  std::string provider;

  [[nodiscard]] Status set(const wchar_t* property, DWORD value) const {
    const SECURITY_STATUS status = set_word(key.get(), property, value);
    if (status != ERROR_SUCCESS) return not_made(provider, "NCryptSetProperty", status);
    return {};
  }
  // The software provider's default is the same; said, so that it does not depend on one. A TPM's key never leaves it.
  [[nodiscard]] Status set_export_policy(bool exportable) const {
    if (provider == "tpm") return {};
    return set(NCRYPT_EXPORT_POLICY_PROPERTY,
               exportable ? NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG : 0);
  }
  [[nodiscard]] Status finish() const {
    const SECURITY_STATUS status = ::NCryptFinalizeKey(key.get(), cng_silent_flag());
    if (status != ERROR_SUCCESS) return not_made(provider, "NCryptFinalizeKey", status);
    return {};
  }
};

const wchar_t* algorithm_of(const KeySpec& spec) {
  if (spec.algorithm == Algorithm::Rsa) return BCRYPT_RSA_ALGORITHM;
  return spec.ec_curve == "P-256" ? BCRYPT_ECDSA_P256_ALGORITHM : BCRYPT_ECDSA_P384_ALGORITHM;
}

class CngStore final : public KeyStore {
 public:
  CngStore(UniqueNcrypt handle, std::string provider) : handle_(std::move(handle)), provider_(std::move(provider)) {}

  [[nodiscard]] std::string provider() const override { return provider_; }

  [[nodiscard]] Result<std::unique_ptr<Key>> create(const std::string& name, const KeySpec& spec) override {
    if (Status good = check_key_name(name); !good) return good.error();
    if (Status good = check_spec(spec); !good) return good.error();
    if (spec.exportable && provider_ == "tpm") return Error(ErrorCode::InvalidArgument, "a TPM's key never leaves it");
    Result<NewKey> made = begin(name, algorithm_of(spec));
    if (!made) return made.error();
    if (spec.algorithm == Algorithm::Rsa) {
      if (Status set = made->set(NCRYPT_LENGTH_PROPERTY, static_cast<DWORD>(spec.rsa_bits)); !set) return set.error();
    }
    if (Status set = made->set_export_policy(spec.exportable); !set) return set.error();
    if (Status finished = made->finish(); !finished) return finished.error();
    return wrap_cng_key(std::move(made->key));
  }

  [[nodiscard]] Result<std::unique_ptr<Key>> open(const std::string& name) override {
    if (Status good = check_key_name(name); !good) return good.error();
    UniqueNcrypt key;
    const SECURITY_STATUS status = open_handle(name, key);
    if (status != ERROR_SUCCESS) return open_error("NCryptOpenKey", code_of(status), name);
    return wrap_cng_key(std::move(key));
  }

  [[nodiscard]] Status remove(const std::string& name) override {
    if (Status good = check_key_name(name); !good) return good;
    UniqueNcrypt key;
    SECURITY_STATUS status = open_handle(name, key);
    if (is_no_key(code_of(status))) return {};
    if (status != ERROR_SUCCESS) return open_error("NCryptOpenKey", code_of(status), name);
    status = ::NCryptDeleteKey(key.get(), cng_silent_flag());
    if (status != ERROR_SUCCESS) return open_error("NCryptDeleteKey", code_of(status), name);
    static_cast<void>(key.release());  // NCryptDeleteKey frees the handle
    return {};
  }

  [[nodiscard]] Status import_key(const std::string& name, std::span<const std::uint8_t> pkcs8,
                                  bool exportable) override {
    if (provider_ == "tpm") return KeyStore::import_key(name, pkcs8, exportable);
    const Result<EvpPkey> key = decode_private_key(pkcs8);
    return key ? import(name, **key, exportable) : Status(key.error());
  }

  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> names;
    UniqueNcryptBuffer state;
    for (;;) {
      NCryptKeyName* raw = nullptr;
      void* position = state.release();
      const SECURITY_STATUS status = ::NCryptEnumKeys(handle_.get(), nullptr, &raw, &position, cng_silent_flag());
      state.reset(position);
      const UniqueNcryptBuffer entry(raw);
      if (code_of(status) == static_cast<DWORD>(NTE_NO_MORE_ITEMS)) break;
      if (status != ERROR_SUCCESS) return key_error(ErrorCode::KeyNotUsable, "NCryptEnumKeys", code_of(status));
      std::string name = platform::to_narrow(raw->pszName);
      if (name.starts_with(prefix)) names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    return names;
  }

  [[nodiscard]] Status import(const std::string& name, const EVP_PKEY& key, bool exportable) {
    if (Status good = check_key_name(name); !good) return good;
    std::optional<WipedBytes> blob = cng_private_blob(key);
    if (!blob) return not_made(provider_, "NCryptSetProperty", NTE_BAD_TYPE);
    const bool rsa = EVP_PKEY_is_a(&key, "RSA") == 1;
    const wchar_t* ec = EVP_PKEY_get_bits(&key) == 256 ? BCRYPT_ECDSA_P256_ALGORITHM : BCRYPT_ECDSA_P384_ALGORITHM;
    const Result<NewKey> made = begin(name, rsa ? BCRYPT_RSA_ALGORITHM : ec);
    if (!made) return made.error();
    const SECURITY_STATUS status =
        ::NCryptSetProperty(made->key.get(), rsa ? BCRYPT_RSAFULLPRIVATE_BLOB : BCRYPT_ECCPRIVATE_BLOB, blob->data(),
                            static_cast<DWORD>(blob->size()), 0);
    if (status != ERROR_SUCCESS) return not_made(provider_, "NCryptSetProperty", status);
    if (Status set = made->set_export_policy(exportable); !set) return set;
    return made->finish();
  }

 private:
  [[nodiscard]] SECURITY_STATUS open_handle(const std::string& name, UniqueNcrypt& key) const {
    return ::NCryptOpenKey(handle_.get(), key.out(), platform::to_wide(name).c_str(), 0, cng_silent_flag());
  }

  [[nodiscard]] Result<NewKey> begin(const std::string& name, const wchar_t* algorithm) const {
    NewKey made{.key = UniqueNcrypt(), .provider = provider_};
    const SECURITY_STATUS status =
        ::NCryptCreatePersistedKey(handle_.get(), made.key.out(), algorithm, platform::to_wide(name).c_str(), 0, 0);
    if (code_of(status) == static_cast<DWORD>(NTE_EXISTS)) return Error(ErrorCode::KeyExists).with("name", name);
    if (status != ERROR_SUCCESS) return not_made(provider_, "NCryptCreatePersistedKey", status);
    return made;
  }

  UniqueNcrypt handle_;
  std::string provider_;
};

Result<std::unique_ptr<CngStore>> open_store(const std::string& provider) {
  const wchar_t* name = cng_provider_name(provider);
  if (name == nullptr) return missing(provider, "NCryptOpenStorageProvider", NTE_INVALID_PARAMETER);
  UniqueNcrypt handle;
  SECURITY_STATUS status = ::NCryptOpenStorageProvider(handle.out(), name, 0);
  if (status != ERROR_SUCCESS) return missing(provider, "NCryptOpenStorageProvider", status);
  // A system whose provider cannot look for a key would not find one again either: better none than one that is lost.
  UniqueNcrypt nothing;
  status = ::NCryptOpenKey(handle.get(), nothing.out(), platform::to_wide("kigen-" + platform::random_hex()).c_str(), 0,
                           NCRYPT_SILENT_FLAG);
  if (!is_no_key(code_of(status))) return missing(provider, "NCryptOpenKey", status);
  return std::make_unique<CngStore>(std::move(handle), provider);
}

}  // namespace

const wchar_t* cng_provider_name(const std::string& provider) noexcept {
  if (provider == "cng") return MS_KEY_STORAGE_PROVIDER;
  if (provider == "tpm") return MS_PLATFORM_KEY_STORAGE_PROVIDER;
  return nullptr;
}

Result<std::unique_ptr<KeyStore>> open_cng_store(const std::string& provider) {
  Result<std::unique_ptr<CngStore>> store = open_store(provider);
  if (!store) return store.error();
  return std::unique_ptr<KeyStore>(std::move(*store));
}

Status import_cng_key(const std::string& name, const EVP_PKEY& key, bool exportable) {
  const Result<std::unique_ptr<CngStore>> store = open_store("cng");
  if (!store) return store.error();
  return (*store)->import(name, key, exportable);
}

}  // namespace kigen::keys

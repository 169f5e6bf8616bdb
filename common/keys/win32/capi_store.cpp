#include <algorithm>

#include "common/keys/key_blobs.h"
#include "common/keys/prompts.h"
#include "common/keys/reference.h"
#include "common/keys/software_key.h"
#include "common/keys/win32/capi_key.h"
#include "common/keys/win32/key_error.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys {
namespace {

DWORD capi_silent_flag() {
  return key_prompts().silent ? CRYPT_SILENT : 0;
}

Error not_made(const char* call, DWORD status) {
  return key_error(ErrorCode::KeyNotMade, call, status).with("provider", "capi");
}

// The error is taken right after the call; ERROR_SUCCESS when the container is there.
DWORD acquire(UniqueCapiProvider& container, const std::string& name, DWORD flags) {
  const std::wstring wide = platform::to_wide(name);
  if (::CryptAcquireContextW(container.out(), wide.c_str(), MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES,
                             flags | capi_silent_flag()) != 0) {
    return ERROR_SUCCESS;
  }
  const DWORD error = ::GetLastError();
  return error == ERROR_SUCCESS ? static_cast<DWORD>(NTE_FAIL) : error;
}

// With CRYPT_DELETEKEYSET the call gives no handle back.
DWORD delete_container(const std::string& name) {
  HCRYPTPROV none = 0;
  const std::wstring wide = platform::to_wide(name);
  if (::CryptAcquireContextW(&none, wide.c_str(), MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES,
                             CRYPT_DELETEKEYSET | capi_silent_flag()) != 0) {
    return ERROR_SUCCESS;
  }
  return ::GetLastError();
}

// A new container, which is deleted again unless the key in it is finished.
class NewContainer {
 public:
  [[nodiscard]] Status make(const std::string& name) {
    const DWORD status = acquire(container_, name, CRYPT_NEWKEYSET);
    if (status == static_cast<DWORD>(NTE_EXISTS)) return Error(ErrorCode::KeyExists).with("name", name);
    if (status != ERROR_SUCCESS) return not_made("CryptAcquireContext", status);
    name_ = name;
    return {};
  }
  NewContainer() = default;
  NewContainer(const NewContainer&) = delete;
  NewContainer& operator=(const NewContainer&) = delete;
  ~NewContainer() {
    if (name_.empty()) return;
    container_.reset();
    delete_container(name_);
  }
  [[nodiscard]] HCRYPTPROV get() const { return container_.get(); }
  void finish() { name_.clear(); }

 private:
  UniqueCapiProvider container_;
  std::string name_;
};

// The key lasts once the handle of its container is closed: not every system writes it down before.
Status generate(const std::string& name, const KeySpec& spec) {
  NewContainer container;
  if (Status made = container.make(name); !made) return made;
  UniqueCapiKey key;
  const DWORD flags = static_cast<DWORD>(spec.rsa_bits) << 16 | (spec.exportable ? CRYPT_EXPORTABLE : 0);
  if (::CryptGenKey(container.get(), AT_KEYEXCHANGE, flags, key.out()) == 0) {
    const DWORD error = ::GetLastError();
    return not_made("CryptGenKey", error);
  }
  container.finish();
  return {};
}

class CapiStore final : public KeyStore {
 public:
  [[nodiscard]] std::string provider() const override { return "capi"; }

  [[nodiscard]] Result<std::unique_ptr<Key>> create(const std::string& name, const KeySpec& spec) override {
    if (Status good = check_key_name(name); !good) return good.error();
    if (Status good = check_spec(spec); !good) return good.error();
    if (spec.algorithm != Algorithm::Rsa) return Error(ErrorCode::InvalidArgument, "CAPI has RSA keys only");
    if (Status made = generate(name, spec); !made) return made.error();
    return open(name);
  }

  [[nodiscard]] Result<std::unique_ptr<Key>> open(const std::string& name) override {
    if (Status good = check_key_name(name); !good) return good.error();
    for (const DWORD specification : {AT_KEYEXCHANGE, AT_SIGNATURE}) {
      UniqueCapiProvider container;
      const DWORD status = acquire(container, name, 0);
      if (status != ERROR_SUCCESS) return open_error("CryptAcquireContext", status, name);
      Result<std::unique_ptr<Key>> key = wrap_capi_key(std::move(container), specification);
      if (key || key.error().code != ErrorCode::KeyNotFound || specification == AT_SIGNATURE) return key;
    }
    return Error(ErrorCode::KeyNotFound).with("name", name);
  }

  [[nodiscard]] Status remove(const std::string& name) override {
    if (Status good = check_key_name(name); !good) return good;
    const DWORD status = delete_container(name);
    if (status != ERROR_SUCCESS && !is_no_key(status)) return open_error("CryptAcquireContext", status, name);
    return {};
  }

  [[nodiscard]] Status import_key(const std::string& name, std::span<const std::uint8_t> pkcs8,
                                  bool exportable) override {
    const Result<EvpPkey> key = decode_private_key(pkcs8);
    if (!key) return key.error();
    if (EVP_PKEY_is_a(key->get(), "RSA") != 1) return Error(ErrorCode::InvalidArgument, "CAPI has RSA keys only");
    return import_capi_key(name, **key, exportable);
  }

  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& prefix) override {
    UniqueCapiProvider provider;
    if (::CryptAcquireContextW(provider.out(), nullptr, MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES, CRYPT_VERIFYCONTEXT) ==
        0) {
      const DWORD error = ::GetLastError();
      return key_error(ErrorCode::KeyNotUsable, "CryptAcquireContext", error);
    }
    std::vector<std::string> names;
    char name[MAX_PATH + 1] = {};
    for (DWORD first = CRYPT_FIRST;; first = CRYPT_NEXT) {
      DWORD size = sizeof name;
      if (::CryptGetProvParam(provider.get(), PP_ENUMCONTAINERS, reinterpret_cast<BYTE*>(name), &size, first) == 0) {
        const DWORD error = ::GetLastError();
        if (error == ERROR_NO_MORE_ITEMS || (first == CRYPT_FIRST && error == ERROR_FILE_NOT_FOUND)) break;
        return key_error(ErrorCode::KeyNotUsable, "CryptGetProvParam", error);
      }
      if (std::string_view(name).starts_with(prefix)) names.emplace_back(name);
    }
    std::ranges::sort(names);
    return names;
  }
};

}  // namespace

std::unique_ptr<KeyStore> make_capi_store() {
  return std::make_unique<CapiStore>();
}

Status import_capi_key(const std::string& name, const EVP_PKEY& key, bool exportable) {
  if (Status good = check_key_name(name); !good) return good;
  const std::optional<WipedBytes> blob = capi_private_blob(key);
  if (!blob) return not_made("CryptImportKey", static_cast<DWORD>(NTE_BAD_TYPE));
  NewContainer container;
  if (Status made = container.make(name); !made) return made;
  UniqueCapiKey imported;
  if (::CryptImportKey(container.get(), blob->view().data(), static_cast<DWORD>(blob->size()), 0,
                       exportable ? CRYPT_EXPORTABLE : 0, imported.out()) == 0) {
    const DWORD error = ::GetLastError();
    return not_made("CryptImportKey", error);
  }
  container.finish();
  return {};
}

}  // namespace kigen::keys

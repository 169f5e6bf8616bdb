#include "common/keys/win32/capi_key.h"

#include <algorithm>
#include <cstring>

#include "common/keys/hash.h"
#include "common/keys/key_blobs.h"
#include "common/keys/prompts.h"
#include "common/keys/win32/key_error.h"

namespace kigen::keys {
namespace {

ALG_ID algorithm_of(Hash hash) {
  switch (hash) {
    case Hash::Sha1:
      return CALG_SHA1;
    case Hash::Sha256:
      return CALG_SHA_256;
    case Hash::Sha384:
      return CALG_SHA_384;
    case Hash::Sha512:
      return CALG_SHA_512;
  }
  return 0;
}

Error failed(const char* call) {
  const DWORD error = ::GetLastError();
  return key_error(ErrorCode::KeyNotUsable, call, error);
}

class CapiKey final : public Key {
 public:
  CapiKey(UniqueCapiProvider container, DWORD specification, Bytes info)
      : container_(std::move(container)), specification_(specification), info_(std::move(info)) {}

  [[nodiscard]] Algorithm algorithm() const override { return Algorithm::Rsa; }
  [[nodiscard]] const Bytes& public_key_info() const override { return info_; }
  [[nodiscard]] bool can(Padding padding) const override { return padding == Padding::Pkcs1; }

  [[nodiscard]] Result<Bytes> sign(const SignRequest& request) override {
    if (Status fit = check_request(*this, request); !fit) return fit.error();
    apply_window();
    UniqueCapiHash hash;
    if (::CryptCreateHash(container_.get(), algorithm_of(request.hash), 0, 0, hash.out()) == 0) {
      return failed("CryptCreateHash");
    }
    if (::CryptSetHashParam(hash.get(), HP_HASHVAL, request.digest.data(), 0) == 0) return failed("CryptSetHashParam");
    Bytes signature(kMaxSignature);
    auto size = static_cast<DWORD>(signature.size());
    if (::CryptSignHashW(hash.get(), specification_, nullptr, 0, signature.data(), &size) == 0) {
      return failed("CryptSignHash");
    }
    signature.resize(size);
    std::ranges::reverse(signature);  // CAPI's numbers are little-endian
    return signature;
  }

 private:
  void apply_window() const {
    const std::uintptr_t parent = key_prompts().parent_window;
    if (parent == 0) return;
    HWND window = reinterpret_cast<HWND>(parent);
    ::CryptSetProvParam(0, PP_CLIENT_HWND, reinterpret_cast<const BYTE*>(&window), 0);
  }

  static constexpr std::size_t kMaxSignature = 2048;  // of an RSA key of 16384 bits
  UniqueCapiProvider container_;
  DWORD specification_;
  Bytes info_;
};

std::string text_parameter(HCRYPTPROV container, DWORD parameter) {
  char text[MAX_PATH + 1] = {};
  DWORD size = MAX_PATH;
  if (::CryptGetProvParam(container, parameter, reinterpret_cast<BYTE*>(text), &size, 0) == 0) return {};
  return text;
}

// The same container with the provider that knows SHA-2, where it is Microsoft's own and older.
UniqueCapiProvider with_sha2(UniqueCapiProvider container) {
  const std::string provider = text_parameter(container.get(), PP_NAME);
  constexpr const char* kOlder[] = {"Microsoft Enhanced Cryptographic Provider v1.0",
                                    "Microsoft Strong Cryptographic Provider",
                                    "Microsoft Base Cryptographic Provider v1.0"};
  if (std::ranges::find(kOlder, provider) == std::end(kOlder)) return container;
  const std::string name = text_parameter(container.get(), PP_CONTAINER);
  UniqueCapiProvider newer;
  const DWORD silent = key_prompts().silent ? CRYPT_SILENT : 0;
  if (::CryptAcquireContextA(newer.out(), name.c_str(), MS_ENH_RSA_AES_PROV_A, PROV_RSA_AES, silent) == 0) {
    return container;
  }
  return newer;
}

}  // namespace

Result<std::unique_ptr<Key>> wrap_capi_key(UniqueCapiProvider container, DWORD specification) {
  container = with_sha2(std::move(container));
  UniqueCapiKey key;
  if (::CryptGetUserKey(container.get(), specification, key.out()) == 0) {
    const DWORD error = ::GetLastError();
    return open_error("CryptGetUserKey", error, text_parameter(container.get(), PP_CONTAINER));
  }
  Bytes blob(4096);
  auto size = static_cast<DWORD>(blob.size());
  if (::CryptExportKey(key.get(), 0, PUBLICKEYBLOB, 0, blob.data(), &size) == 0) return failed("CryptExportKey");
  blob.resize(size);
  Bytes info = public_key_info_of_capi(blob);
  if (info.empty()) return key_error(ErrorCode::KeyNotUsable, "CryptExportKey", static_cast<DWORD>(NTE_BAD_TYPE));
  return std::make_unique<CapiKey>(std::move(container), specification, std::move(info));
}

}  // namespace kigen::keys

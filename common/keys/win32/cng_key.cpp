#include "common/keys/win32/cng_key.h"

#include "common/keys/hash.h"
#include "common/keys/key_blobs.h"
#include "common/keys/prompts.h"
#include "common/keys/win32/key_error.h"

namespace kigen::keys {
namespace {

// What Windows asks while the key is used stands above this window.
DWORD apply_prompts(NCRYPT_HANDLE object) {
  KeyPrompts prompts = key_prompts();
  if (prompts.parent_window != 0) {
    // The property is the handle itself, of a pointer's size.
    ::NCryptSetProperty(object, NCRYPT_WINDOW_HANDLE_PROPERTY, reinterpret_cast<PBYTE>(&prompts.parent_window),
                        sizeof prompts.parent_window, 0);
  }
  return prompts.silent ? NCRYPT_SILENT_FLAG : 0;
}

const wchar_t* algorithm_name(Hash hash) {
  switch (hash) {
    case Hash::Sha1:
      return BCRYPT_SHA1_ALGORITHM;
    case Hash::Sha256:
      return BCRYPT_SHA256_ALGORITHM;
    case Hash::Sha384:
      return BCRYPT_SHA384_ALGORITHM;
    case Hash::Sha512:
      return BCRYPT_SHA512_ALGORITHM;
  }
  return nullptr;
}

class CngKey final : public Key {
 public:
  CngKey(UniqueNcrypt key, Algorithm algorithm, Bytes info)
      : key_(std::move(key)), algorithm_(algorithm), info_(std::move(info)) {}

  [[nodiscard]] Algorithm algorithm() const override { return algorithm_; }
  [[nodiscard]] const Bytes& public_key_info() const override { return info_; }
  [[nodiscard]] bool can(Padding padding) const override {
    return (padding == Padding::Ecdsa) == (algorithm_ == Algorithm::Ec);
  }

  [[nodiscard]] Result<Bytes> sign(const SignRequest& request) override {
    if (Status fit = check_request(*this, request); !fit) return fit.error();
    BCRYPT_PKCS1_PADDING_INFO pkcs1{.pszAlgId = algorithm_name(request.hash)};
    BCRYPT_PSS_PADDING_INFO pss{
        .pszAlgId = algorithm_name(request.hash),
        .cbSalt = static_cast<ULONG>(request.salt_length < 0 ? digest_length(request.hash)
                                                             : static_cast<std::size_t>(request.salt_length))};
    switch (request.padding) {
      case Padding::Pkcs1:
        return sign_hash(request.digest, &pkcs1, NCRYPT_PAD_PKCS1_FLAG);
      case Padding::Pss:
        return sign_hash(request.digest, &pss, NCRYPT_PAD_PSS_FLAG);
      case Padding::Ecdsa:
        break;
    }
    const Result<Bytes> halves = sign_hash(request.digest, nullptr, 0);
    if (!halves) return halves.error();
    Bytes signature = ecdsa_signature(*halves);
    if (signature.empty()) return key_error(ErrorCode::KeyNotUsable, "NCryptSignHash", ERROR_INVALID_DATA);
    return signature;
  }

 private:
  [[nodiscard]] Result<Bytes> sign_hash(std::span<const std::uint8_t> digest, void* padding, DWORD flags) {
    flags |= apply_prompts(key_.get());
    Bytes hash(digest.begin(), digest.end());
    Bytes signature(kMaxSignature);
    DWORD size = 0;
    const SECURITY_STATUS status =
        ::NCryptSignHash(key_.get(), padding, hash.data(), static_cast<DWORD>(hash.size()), signature.data(),
                         static_cast<DWORD>(signature.size()), &size, flags);
    if (status != ERROR_SUCCESS || size > signature.size()) {
      return key_error(ErrorCode::KeyNotUsable, "NCryptSignHash", code_of(status));
    }
    signature.resize(size);
    return signature;
  }

  static constexpr std::size_t kMaxSignature = 2048;  // of an RSA key of 16384 bits
  UniqueNcrypt key_;
  Algorithm algorithm_;
  Bytes info_;
};

Result<Bytes> export_public(NCRYPT_KEY_HANDLE key, const wchar_t* form) {
  Bytes blob(4096);
  DWORD size = 0;
  const SECURITY_STATUS status =
      ::NCryptExportKey(key, 0, form, nullptr, blob.data(), static_cast<DWORD>(blob.size()), &size, 0);
  if (status != ERROR_SUCCESS || size > blob.size()) {
    return key_error(ErrorCode::KeyNotUsable, "NCryptExportKey", code_of(status));
  }
  blob.resize(size);
  return blob;
}

}  // namespace

Result<std::unique_ptr<Key>> wrap_cng_key(UniqueNcrypt key) {
  for (const Algorithm algorithm : {Algorithm::Rsa, Algorithm::Ec}) {
    const bool rsa = algorithm == Algorithm::Rsa;
    const Result<Bytes> blob = export_public(key.get(), rsa ? BCRYPT_RSAPUBLIC_BLOB : BCRYPT_ECCPUBLIC_BLOB);
    if (!blob && !rsa) return blob.error();
    Bytes info = blob ? public_key_info_of_cng(*blob) : Bytes{};
    if (!info.empty()) return std::make_unique<CngKey>(std::move(key), algorithm, std::move(info));
  }
  return key_error(ErrorCode::KeyNotUsable, "NCryptExportKey", static_cast<DWORD>(NTE_BAD_TYPE));
}

}  // namespace kigen::keys

// The OpenSSL provider "kigen": key management and signatures of keys that are elsewhere (provider(7),
// provider-keymgmt(7), provider-signature(7)). Known to common/keys alone; signing_key.h is the way in.
//
// OpenSSL calls in from C: nothing thrown leaves these functions.
#pragma once

#include <openssl/core.h>
#include <openssl/core_dispatch.h>

#include <memory>

#include "common/keys/key.h"
#include "common/keys/signing_key.h"

namespace kigen::keys::provider {

inline constexpr char kName[] = "kigen";
inline constexpr char kQuery[] = "provider=kigen";
/// A parameter of EVP_PKEY_fromdata: the octets of a Handover.
inline constexpr char kHandover[] = "kigen-key";

/// What an EVP_PKEY of this provider holds. Without `key` it is a public key that was brought in to be compared.
struct KeyData {
  std::shared_ptr<Key> key;
  EvpPkey public_key;  ///< of the default provider: answers every question about the public half
};

/// Lives for the call; what it points to is copied.
struct Handover {
  const KeyData* from = nullptr;
};

int init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* in, const OSSL_DISPATCH** out, void** context) noexcept;

extern const OSSL_DISPATCH kRsaKeyManagement[];
extern const OSSL_DISPATCH kEcKeyManagement[];
extern const OSSL_DISPATCH kRsaSignature[];
extern const OSSL_DISPATCH kEcSignature[];

/// The library context of signing_library_context(), for the default provider's part.
[[nodiscard]] OSSL_LIB_CTX* library() noexcept;

/// Keeps what a Key said, for take_signing_error() on this thread; a success forgets it.
void keep_signing_error(const Error& error);
void forget_signing_error();

template <class Function>
[[nodiscard]] constexpr OSSL_DISPATCH entry(int id, Function* function) noexcept {
  return {id, reinterpret_cast<void (*)()>(function)};
}
inline constexpr OSSL_DISPATCH kEnd = {0, nullptr};

}  // namespace kigen::keys::provider

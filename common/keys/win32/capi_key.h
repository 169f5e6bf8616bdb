// Keys of CAPI, the older interface: RSA keys in containers of "Microsoft Enhanced RSA and AES Cryptographic Provider".
// PKCS#1 v1.5 signatures only.
//
// One thread at a time; a call may block while Windows asks the user (prompts.h).
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "common/keys/key.h"
#include "common/keys/win32/key_handles.h"

namespace kigen::keys {

/// `specification` is AT_KEYEXCHANGE or AT_SIGNATURE. A container of an older Microsoft provider, which has no SHA-2,
/// is opened again with the one that has. KeyNotUsable when it is no RSA key.
[[nodiscard]] Result<std::unique_ptr<Key>> wrap_capi_key(UniqueCapiProvider container, DWORD specification);

[[nodiscard]] std::unique_ptr<KeyStore> make_capi_store();

/// Keeps an RSA key that was made elsewhere. KeyExists, KeyNotMade.
[[nodiscard]] Status import_capi_key(const std::string& name, const EVP_PKEY& key, bool exportable);

}  // namespace kigen::keys

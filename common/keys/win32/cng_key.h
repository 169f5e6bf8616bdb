// Keys of CNG: the software provider's and the TPM's (Microsoft Platform Crypto Provider). The private half stays in
// the provider.
//
// One thread at a time; a call may block while Windows asks the user (prompts.h).
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "common/keys/key.h"
#include "common/keys/win32/key_handles.h"

namespace kigen::keys {

/// KeyNotUsable when the key is neither RSA nor EC P-256 or P-384.
[[nodiscard]] Result<std::unique_ptr<Key>> wrap_cng_key(UniqueNcrypt key);

/// "cng" or "tpm". KeyProviderMissing {provider} when Windows has no such provider or one that keeps no keys.
[[nodiscard]] Result<std::unique_ptr<KeyStore>> open_cng_store(const std::string& provider);
/// What Windows calls it, for a certificate's property; nullptr when it is neither "cng" nor "tpm".
[[nodiscard]] const wchar_t* cng_provider_name(const std::string& provider) noexcept;

/// Keeps a key that was made elsewhere in the software provider. KeyExists, KeyProviderMissing, KeyNotMade.
[[nodiscard]] Status import_cng_key(const std::string& name, const EVP_PKEY& key, bool exportable);

}  // namespace kigen::keys

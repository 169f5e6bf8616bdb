// A private key in this process's memory, for OpenSSL to sign with: what a key file holds, and what tests play with.
// OpenSSL wipes it at the end. One thread at a time.
#pragma once

#include <memory>
#include <span>

#include "common/keys/key.h"
#include "common/keys/signing_key.h"
#include "common/keys/wiped_bytes.h"

namespace kigen::keys {

/// A fresh key. InvalidArgument for a size or curve that KeySpec does not name, KeyNotMade {system}.
[[nodiscard]] Result<EvpPkey> generate_software_key(const KeySpec& spec);
/// InvalidArgument unless the size or curve is one that KeySpec names.
[[nodiscard]] Status check_spec(const KeySpec& spec);

/// PrivateKeyInfo (RFC 5208), DER. KeyNotUsable when it is no RSA or EC key.
[[nodiscard]] Result<EvpPkey> decode_private_key(std::span<const std::uint8_t> pkcs8);
[[nodiscard]] Result<WipedBytes> encode_private_key(const EVP_PKEY& key);

/// KeyNotUsable when it is neither RSA nor EC.
[[nodiscard]] Result<std::unique_ptr<Key>> make_software_key(EvpPkey key);

}  // namespace kigen::keys

// The octets in which Windows takes and gives keys and signatures, to and from OpenSSL's. Layouts as bcrypt.h
// (BCRYPT_RSAKEY_BLOB, BCRYPT_ECCKEY_BLOB) and wincrypt.h (PUBLICKEYSTRUC, RSAPUBKEY) have them. Pure functions, any
// thread; every length is checked.
#pragma once

#include <openssl/evp.h>

#include <optional>
#include <span>

#include "common/keys/key.h"
#include "common/keys/wiped_bytes.h"

namespace kigen::keys {

/// SubjectPublicKeyInfo of a BCRYPT_RSAPUBLIC_BLOB or BCRYPT_ECCPUBLIC_BLOB (P-256 and P-384, ECDSA or ECDH); empty
/// when it is neither.
[[nodiscard]] Bytes public_key_info_of_cng(std::span<const std::uint8_t> blob);
/// SubjectPublicKeyInfo of a CAPI PUBLICKEYBLOB with an RSA key; empty when it is none.
[[nodiscard]] Bytes public_key_info_of_capi(std::span<const std::uint8_t> blob);

/// SubjectPublicKeyInfo of an RSA key's numbers, big-endian; empty when they are none.
[[nodiscard]] Bytes public_key_info_of_rsa(std::span<const std::uint8_t> modulus,
                                           std::span<const std::uint8_t> exponent);
/// Of an uncompressed point (SEC 1 2.3.3) on "P-256" or "P-384"; empty when it is not on the curve.
[[nodiscard]] Bytes public_key_info_of_ec(const char* curve, std::span<const std::uint8_t> point);

/// BCRYPT_RSAFULLPRIVATE_BLOB, or BCRYPT_ECCPRIVATE_BLOB for ECDSA; nothing when Windows has no form for the key.
[[nodiscard]] std::optional<WipedBytes> cng_private_blob(const EVP_PKEY& key);
/// PRIVATEKEYBLOB of an RSA key for AT_KEYEXCHANGE; nothing for another key.
[[nodiscard]] std::optional<WipedBytes> capi_private_blob(const EVP_PKEY& key);

/// Ecdsa-Sig-Value (RFC 3279 2.2.3) of the two halves r ‖ s that CNG gives; empty when they are of unequal length.
[[nodiscard]] Bytes ecdsa_signature(std::span<const std::uint8_t> halves);

}  // namespace kigen::keys

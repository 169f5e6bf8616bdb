// What is inside the envelope of a server-made key (RFC 7030 4.4.2). Inside common/est only; pure functions, any
// thread.
#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <optional>
#include <span>

#include "common/base/result.h"
#include "common/keys/wiped_bytes.h"

namespace kigen::est {

/// What an object of an answer is, told by its first elements.
enum class Kind { Unknown, Key, EncryptedKey, Enveloped, Signed, Certificate, Pkcs12 };
[[nodiscard]] Kind kind_of(std::span<const std::uint8_t> object);

/// The content of EnvelopedData (RFC 5652 6) for the holder of `unwrap`. AnswerUnreadable {reason "key_encrypted"}.
[[nodiscard]] Result<keys::WipedBytes> open_envelope(std::span<const std::uint8_t> object, EVP_PKEY* unwrap);
/// The content of SignedData (RFC 5652 5), its signatures not verified; empty when it only carries certificates.
/// AnswerUnreadable {reason "key"}.
[[nodiscard]] Result<keys::WipedBytes> signed_content(std::span<const std::uint8_t> object);
/// The only key of an AsymmetricKeyPackage (RFC 5958 2); nothing when it is none.
[[nodiscard]] std::optional<std::span<const std::uint8_t>> only_key_of(std::span<const std::uint8_t> object);

}  // namespace kigen::est

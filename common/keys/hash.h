// What a Hash is called and how long it is, and whether a key may be asked for a signature. Pure functions, any thread.
#pragma once

#include <optional>
#include <string_view>

#include "common/keys/key.h"

namespace kigen::keys {

[[nodiscard]] std::size_t digest_length(Hash hash) noexcept;
/// OpenSSL's name: "SHA2-256".
[[nodiscard]] const char* openssl_name(Hash hash) noexcept;
/// Of any of OpenSSL's names for it: "SHA256", "SHA2-256", "2.16.840.1.101.3.4.2.1" …
[[nodiscard]] std::optional<Hash> hash_of_name(const char* name);

/// InvalidArgument unless the digest is as long as its hash and key.can(padding).
[[nodiscard]] Status check_request(const Key& key, const SignRequest& request);

}  // namespace kigen::keys

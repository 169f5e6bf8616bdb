// A private key on a token as a Key. It holds on to the session; threads as token.h.
#pragma once

#include <memory>

#include "common/keys/key.h"
#include "common/keys/pkcs11/key_objects.h"
#include "common/keys/pkcs11/token_session.h"

namespace kigen::keys::pkcs11 {

/// KeyNotUsable {system} for a key that wants its PIN for every signature: Kigen keeps no PIN.
[[nodiscard]] Result<std::unique_ptr<Key>> make_token_key(std::shared_ptr<TokenSession> token,
                                                          const PrivateObject& object, const Bytes& public_key_info);

/// DigestInfo (RFC 8017 9.2, note 1), DER.
[[nodiscard]] Bytes digest_info(Hash hash, std::span<const std::uint8_t> digest);

}  // namespace kigen::keys::pkcs11

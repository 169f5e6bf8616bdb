// Whether a key works and is the one of a certificate, without a server: a signature over random bytes that the
// certificate's public key verifies. Any thread.
#pragma once

#include <span>

#include "common/keys/key.h"

namespace kigen::renewal {

/// KeyDoesNotMatch, KeyUseRefused, KeyNotUsable.
[[nodiscard]] Status prove_key(keys::Key& key, std::span<const std::uint8_t> certificate);

}  // namespace kigen::renewal

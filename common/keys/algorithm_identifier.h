// AlgorithmIdentifier (RFC 5280 4.1.1.2) of a signature. Pure function, any thread.
#pragma once

#include "common/keys/key.h"

namespace kigen::keys {

/// DER: sha256WithRSAEncryption with NULL (RFC 4055 5), ecdsa-with-SHA256 without parameters (RFC 5758 3.2), or
/// id-RSASSA-PSS with its RSASSA-PSS-params (RFC 4055 3.1). Empty when OpenSSL has no such algorithm.
[[nodiscard]] Bytes signature_algorithm(Padding padding, Hash hash, int salt_length);

}  // namespace kigen::keys

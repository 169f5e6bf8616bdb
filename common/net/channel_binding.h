// What ties a message to the TLS connection that carries it.
#pragma once

#include <openssl/types.h>

#include "common/base/result.h"
#include "common/net/http.h"

namespace kigen::net {

/// TLS 1.2: tls-unique (RFC 5929 3), the client's Finished, as no session is ever resumed. TLS 1.3: tls-exporter
/// (RFC 9266), 32 octets. Internal when OpenSSL has none.
[[nodiscard]] Result<Bytes> channel_binding_of(SSL* tls);

}  // namespace kigen::net

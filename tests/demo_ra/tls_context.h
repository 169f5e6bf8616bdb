// The TLS settings of one connection: which server certificate, which versions, and that a client certificate is asked
// for but not judged here: the rules decide what an expired one is still good for.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/demo_ra/authority.h"
#include "tests/demo_ra/switches.h"

namespace kigen::demo_ra {

using SslContextPtr = OpenSslPtr<SSL_CTX, SSL_CTX_free>;

struct TlsSettings {
  bool late = false;  ///< the certificate is asked for later
  SslContextPtr context;
};

/// `label`: whose port it is. `hosts`: what the server is called. OpenSslFailure.
[[nodiscard]] TlsSettings make_tls_settings(const Authority& authority, std::string_view label,
                                            const std::vector<std::string>& hosts, Switchboard& switches, Instant now);

}  // namespace kigen::demo_ra

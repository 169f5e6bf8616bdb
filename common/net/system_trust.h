// Which certificates this system trusts as roots, knows as intermediates, and distrusts. Any thread; blocks briefly.
#pragma once

#include <vector>

#include "common/net/http.h"

namespace kigen::net {

struct SystemTrust {
  bool openssl_paths = false;                           ///< the roots are where this system's OpenSSL looks for them
  std::vector<Bytes> roots, intermediates, disallowed;  ///< DER
};

/// Windows: the signed-in user's and the machine's stores Root (those not barred from server authentication), CA and
/// Disallowed. Elsewhere OpenSSL's own places.
[[nodiscard]] SystemTrust read_system_trust();

}  // namespace kigen::net

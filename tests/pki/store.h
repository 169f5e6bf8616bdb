// Windows certificate stores, for the demonstration's certificates. Elsewhere there are none.
#pragma once

#include <string>

#include "common/base/result.h"

namespace kigen::test_pki {

/// Puts the certificate and its key into CurrentUser\My or LocalMachine\My, replacing the same one. Where the system
/// cannot keep the key, the certificate `der` goes in alone: false. Elsewhere than on Windows: SourceUnavailable.
[[nodiscard]] Result<bool> import_to_store(const std::string& pkcs12, const std::string& password,
                                           const std::string& der, bool machine);

}  // namespace kigen::test_pki

// PKCS#12 that OpenSSL cannot decrypt, because its ciphers are too old (RC2): Windows can. One thread at a time.
#pragma once

#include <span>

#include "common/base/result.h"
#include "common/base/secret.h"
#include "common/keys/win32/key_handles.h"

namespace kigen::keys {

/// The certificate with the private key that Windows has put where it saw fit, under a name of its own.
/// CredentialsWrong, Pkcs12Unreadable {reason}.
[[nodiscard]] Result<UniqueCertificate> import_with_windows(std::span<const std::uint8_t> pfx, const Secret& password,
                                                            bool exportable);

}  // namespace kigen::keys

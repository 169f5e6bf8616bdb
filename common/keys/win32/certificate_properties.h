// What Windows keeps beside a certificate: its friendly name and where its private key is. Any thread; contexts stay
// the caller's.
#pragma once

#include <windows.h>

#include <wincrypt.h>

#include <optional>
#include <string>

#include "common/keys/key.h"
#include "common/keys/win32/key_handles.h"

namespace kigen::keys {

[[nodiscard]] std::string friendly_name_of(PCCERT_CONTEXT certificate);
/// "" takes the name away. An error is taken with GetLastError().
[[nodiscard]] bool set_friendly_name(PCCERT_CONTEXT certificate, const std::string& name);

/// CERT_KEY_PROV_INFO_PROP_ID; the name is whatever another program chose, not only what is_key_name() allows.
[[nodiscard]] std::optional<KeyReference> key_reference_of(PCCERT_CONTEXT certificate);
/// `key.provider` is "cng", "tpm" or "capi". An error is taken with GetLastError().
[[nodiscard]] bool set_key_reference(PCCERT_CONTEXT certificate, const KeyReference& key);

}  // namespace kigen::keys

// Certificates of a PKCS#12 file (RFC 7292) that opens without a password.
#pragma once

#include "common/x509/file_collector.h"

namespace kigen::x509 {

/// Adds each certificate as item "#1", "#2" …, with has_private_key where a key bag has the same localKeyId or, without
/// one, the same public key. An unreadable item "": Pkcs12NeedsPassword when neither the empty nor no password opens
/// it; Pkcs12Unreadable {reason}: "malformed", "too_many_iterations", "mac_not_supported", "encryption_not_supported".
void read_pkcs12(Bytes bytes, FileCollector& out);

}  // namespace kigen::x509

// Certificates inside a PKCS#7 or CMS SignedData (RFC 5652 5.1), such as a .p7b; its signatures are not looked at.
#pragma once

#include "common/x509/file_collector.h"

namespace kigen::x509 {

/// Adds each certificate as item "#1", "#2" …; a malformed container as an unreadable item under `item`.
void read_pkcs7(Bytes bytes, const std::string& item, FileCollector& out);

}  // namespace kigen::x509

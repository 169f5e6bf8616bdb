// Certificates inside a PKCS#7 or CMS SignedData (RFC 5652 5.1), such as a .p7b; its signatures are not looked at.
#pragma once

#include "common/base/result.h"
#include "common/x509/file_collector.h"

namespace kigen::x509 {

/// Adds each certificate as item "#1", "#2" …; a malformed container as an unreadable item under `item`.
void read_pkcs7(Bytes bytes, const std::string& item, FileCollector& out);

/// The certificates' DER in the container's order, not looked into. BER is turned into DER.
/// CertificateUnparsable {field "pkcs7", offset, reason}, with reason "too_many" for more than `limit` of them.
[[nodiscard]] Result<std::vector<std::vector<std::uint8_t>>> pkcs7_certificates(Bytes bytes, std::size_t limit);

}  // namespace kigen::x509

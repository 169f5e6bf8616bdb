// The record that OpenSSL's X509 API gives of a certificate: the opinion that Kigen's own parser is compared with.
#pragma once

#include <optional>

#include "common/base/certificate.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::x509::testing {

/// Nothing when OpenSSL cannot decode it. IP addresses in subject_alt_names are written as "IP:#hex".
std::optional<CertificateRecord> openssl_record(const Octets& der);

/// `record` with its "IP:…" texts turned into "IP:#hex" by OpenSSL's own address parser.
CertificateRecord with_hex_addresses(CertificateRecord record);

}  // namespace kigen::x509::testing

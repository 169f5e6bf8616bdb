// GeneralNames (RFC 5280 4.2.1.6) as a record shows them. Pure functions, any thread.
#pragma once

#include <string>

#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// Appends "DNS:…", "email:…", "URI:…", "IP:…" (RFC 5952 for version 6), "UPN:…", "dirName:…" (RFC 4514), "RID:1.2.3",
/// "otherName:1.2.3=#hex" or, for what nobody uses, "[3]=#hex". An address of neither 4 nor 16 octets is "IP:#hex".
[[nodiscard]] bool append_general_name(const DerElement& name, DerTrace& trace, std::string& out);

}  // namespace kigen::x509

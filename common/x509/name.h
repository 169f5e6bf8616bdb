// X.501 names as RFC 4514 strings. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "common/x509/der_reader.h"

namespace kigen::x509 {

inline constexpr std::size_t kMaxRdns = 64;
inline constexpr std::size_t kMaxAttributesPerRdn = 16;

/// Appends the string of a Name (the SEQUENCE's element): last RDN first, "+" between the attributes of one RDN, short
/// attribute names where there is a well-known one (else the dotted OID and the value as #hex), control characters as
/// \hh. False when the element is malformed; the trace then says why.
[[nodiscard]] bool append_name(const DerElement& name, DerTrace& trace, std::string& out);

/// Escapes one attribute value (RFC 4514 2.4).
void append_escaped_value(std::string_view value, std::string& out);

/// The short name under which append_name writes the attribute of this dotted OID; "" when it has none.
[[nodiscard]] std::string_view short_name_of(std::string_view dotted_oid);

}  // namespace kigen::x509

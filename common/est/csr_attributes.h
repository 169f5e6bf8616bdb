// What an RA wants in a request: CsrAttrs (RFC 7030 4.5.2, as RFC 8951 corrects it). Pure functions, any thread.
#pragma once

#include <string_view>

#include "common/est/client.h"

namespace kigen::est {

/// SEQUENCE OF AttrOrOID. An empty body and an empty sequence are "none".
/// Errors: AnswerUnreadable {reason "base64", "pem", "csrattrs", "too_many"}.
[[nodiscard]] Result<CsrAttributes> read_csr_attributes(std::string_view body);

}  // namespace kigen::est

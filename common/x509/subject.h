// Short names for what callers most often ask of a certificate's names; the work is in
// common/base/distinguished_name.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/distinguished_name.h"

namespace kigen::x509 {

/// The first value of `type` ("CN", "serialNumber", "2.5.4.3" …) in an RFC 4514 string, unescaped.
[[nodiscard]] inline std::optional<std::string> subject_attribute(std::string_view rfc4514, std::string_view type) {
  return attribute_value(rfc4514, type);
}
/// The common name; the whole string when there is none, so that a person always sees something.
[[nodiscard]] inline std::string common_name(std::string_view rfc4514) {
  return attribute_value(rfc4514, "CN").value_or(std::string(rfc4514));
}
/// Equal for names that RFC 5280 7.1 compares as equal.
[[nodiscard]] inline std::string normalise_dn(std::string_view rfc4514) {
  return normalise_distinguished_name(rfc4514);
}

}  // namespace kigen::x509

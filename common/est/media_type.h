// Content-Type values (RFC 9110 8.3.1) as servers write them. Pure functions, any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kigen::est {

struct MediaType {
  std::string name;                               ///< "application/pkcs7-mime", lower-case; "" when there is none
  std::map<std::string, std::string> parameters;  ///< names in lower case, values unquoted

  [[nodiscard]] std::string parameter(const std::string& lower_case_name) const;
};

/// Reads as far as it can: what follows a fault is left out.
[[nodiscard]] MediaType read_media_type(std::string_view text);

/// Whether an answer of this type may hold PKCS#7, keys or attributes. Servers mislabel these in many ways, so only
/// what certainly is something else is refused: pages, pictures, scripts and structured documents.
[[nodiscard]] bool may_be_est(const MediaType& type);

}  // namespace kigen::est

// Distinguished names as RFC 4514 strings: reading, comparing, and taking one attribute out. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kigen {

/// One attributeTypeAndValue. `type` is the canonical short name ("CN", "O", "serialNumber" …), else the dotted OID.
struct DnAttribute {
  std::string type;
  std::string value;  ///< unescaped UTF-8; a value that is no text stays "#" and lower-case hex

  friend bool operator==(const DnAttribute&, const DnAttribute&) = default;
};

/// The relative names in the string's order: the most specific first. Each holds at least one attribute.
using DistinguishedName = std::vector<std::vector<DnAttribute>>;

/// Reads RFC 4514 section 3, and what is commonly written beside it: spaces around separators, long attribute names,
/// "OID." before an OID, ';' between names, quoted values (RFC 2253). Nothing when it is no DN or longer than 8 KiB.
/// "" is the empty DN.
[[nodiscard]] std::optional<DistinguishedName> parse_distinguished_name(std::string_view text);

/// The short name for any spelling of an attribute type ("commonname", "2.5.4.3", "cn" → "CN"); a dotted OID that has
/// no short name is returned as it is; "" when it is neither.
[[nodiscard]] std::string canonical_attribute_type(std::string_view type);

/// A value as RFC 4518 prepares it for caseIgnoreMatch, as far as issuers need it: case folded (Latin, Greek,
/// Cyrillic), full-width letters, digits and spaces as half-width ones, spaces collapsed and trimmed, soft hyphens
/// removed. Half-width katakana is not composed.
[[nodiscard]] std::string normalise_attribute_value(std::string_view value);

/// A key that is equal for names that RFC 5280 7.1 compares as equal; text that is no DN gives its prepared self.
[[nodiscard]] std::string normalise_distinguished_name(std::string_view text);

/// The first (most specific) value of the attribute; `type` in any spelling.
[[nodiscard]] std::optional<std::string> attribute_value(std::string_view distinguished_name, std::string_view type);

}  // namespace kigen

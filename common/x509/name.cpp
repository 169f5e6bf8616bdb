#include "common/x509/name.h"

#include <array>

#include "common/x509/directory_string.h"
#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

struct AttributeName {
  std::string_view octets;  // OBJECT IDENTIFIER content
  std::string_view dotted;
  std::string_view name;
};

using namespace std::string_view_literals;

// RFC 4514 section 3 first, then what else stands in certificates, by the names that administrators know from OpenSSL.
constexpr std::array kAttributeNames{
    AttributeName{"\x55\x04\x03"sv, "2.5.4.3", "CN"},
    AttributeName{"\x55\x04\x06"sv, "2.5.4.6", "C"},
    AttributeName{"\x55\x04\x0a"sv, "2.5.4.10", "O"},
    AttributeName{"\x55\x04\x0b"sv, "2.5.4.11", "OU"},
    AttributeName{"\x55\x04\x07"sv, "2.5.4.7", "L"},
    AttributeName{"\x55\x04\x08"sv, "2.5.4.8", "ST"},
    AttributeName{"\x55\x04\x09"sv, "2.5.4.9", "STREET"},
    AttributeName{"\x55\x04\x04"sv, "2.5.4.4", "SN"},
    AttributeName{"\x55\x04\x05"sv, "2.5.4.5", "serialNumber"},
    AttributeName{"\x55\x04\x0c"sv, "2.5.4.12", "title"},
    AttributeName{"\x55\x04\x0d"sv, "2.5.4.13", "description"},
    AttributeName{"\x55\x04\x0f"sv, "2.5.4.15", "businessCategory"},
    AttributeName{"\x55\x04\x10"sv, "2.5.4.16", "postalAddress"},
    AttributeName{"\x55\x04\x11"sv, "2.5.4.17", "postalCode"},
    AttributeName{"\x55\x04\x14"sv, "2.5.4.20", "telephoneNumber"},
    AttributeName{"\x55\x04\x29"sv, "2.5.4.41", "name"},
    AttributeName{"\x55\x04\x2a"sv, "2.5.4.42", "GN"},
    AttributeName{"\x55\x04\x2b"sv, "2.5.4.43", "initials"},
    AttributeName{"\x55\x04\x2c"sv, "2.5.4.44", "generationQualifier"},
    AttributeName{"\x55\x04\x2e"sv, "2.5.4.46", "dnQualifier"},
    AttributeName{"\x55\x04\x41"sv, "2.5.4.65", "pseudonym"},
    AttributeName{"\x55\x04\x61"sv, "2.5.4.97", "organizationIdentifier"},
    AttributeName{"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19"sv, "0.9.2342.19200300.100.1.25", "DC"},
    AttributeName{"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01"sv, "0.9.2342.19200300.100.1.1", "UID"},
    AttributeName{"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x03"sv, "0.9.2342.19200300.100.1.3", "mail"},
    AttributeName{"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"sv, "1.2.840.113549.1.9.1", "emailAddress"},
    AttributeName{"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02"sv, "1.2.840.113549.1.9.2", "unstructuredName"},
    AttributeName{"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x01"sv, "1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"},
    AttributeName{"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02"sv, "1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"},
    AttributeName{"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03"sv, "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"},
};

// Characters that are the same in every 8-bit string type and need no escape anywhere but at the ends.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = true;
  for (const char c : "\"+,;<>\\"sv) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

bool is_plain(const DerElement& value) {
  if (value.tag != tag::kUtf8String && value.tag != tag::kPrintableString && value.tag != tag::kIa5String) return false;
  if (value.content.empty()) return true;
  const std::uint8_t first = value.content.front();
  if (first == ' ' || first == '#' || value.content.back() == ' ') return false;
  for (const std::uint8_t octet : value.content) {
    if (!kPlain[octet]) return false;
  }
  return true;
}

void append_hex_value(Bytes der, std::string& out) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += '#';
  for (const std::uint8_t octet : der) {
    out += kDigits[octet >> 4U];
    out += kDigits[octet & 0x0fU];
  }
}

bool append_attribute(const DerElement& type, const DerElement& value, DerTrace& trace, std::string& out) {
  const std::string_view octets = as_text(type.content);
  for (const AttributeName& known : kAttributeNames) {
    if (known.octets != octets) continue;
    out += known.name;
    out += '=';
    if (is_plain(value)) {
      out += as_text(value.content);
      return true;
    }
    std::string decoded;
    if (append_directory_string(value, decoded)) {
      append_escaped_value(decoded, out);
    } else {
      append_hex_value(value.whole, out);
    }
    return true;
  }
  if (!append_dotted(type.content, out)) return trace.fail("bad_oid", type.whole.data());
  out += '=';
  append_hex_value(value.whole, out);
  return true;
}

bool append_rdn(Bytes rdn, DerTrace& trace, std::string& out) {
  DerReader attributes(rdn, trace);
  std::size_t count = 0;
  do {
    if (++count > kMaxAttributesPerRdn) return attributes.fail("too_many");
    DerElement pair, type, value;
    if (!attributes.next(tag::kSequence, pair)) return false;
    DerReader inside(pair, trace);
    if (!inside.next(tag::kOid, type) || !inside.next(value) || !inside.finish()) return false;
    if (count > 1) out += '+';
    if (!append_attribute(type, value, trace, out)) return false;
  } while (!attributes.at_end());
  return true;
}

}  // namespace

bool append_name(const DerElement& name, DerTrace& trace, std::string& out) {
  std::array<Bytes, kMaxRdns> rdns;
  std::size_t count = 0;
  DerReader reader(name, trace);
  while (!reader.at_end()) {
    if (count == kMaxRdns) return reader.fail("too_many");
    DerElement rdn;
    if (!reader.next(tag::kSet, rdn)) return false;
    rdns[count++] = rdn.content;
  }
  out.reserve(out.size() + name.content.size());
  for (std::size_t i = count; i-- > 0;) {
    if (!append_rdn(rdns[i], trace, out)) return false;
    if (i > 0) out += ',';
  }
  return true;
}

void append_escaped_value(std::string_view value, std::string& out) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool at_edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == value.size() && c == ' ');
    if (at_edge || "\"+,;<>\\"sv.find(c) != std::string_view::npos) out += '\\';
    append_without_controls(value.substr(i, 1), out);
  }
}

std::string_view short_name_of(std::string_view dotted_oid) {
  for (const AttributeName& known : kAttributeNames) {
    if (known.dotted == dotted_oid) return known.name;
  }
  return {};
}

}  // namespace kigen::x509

#include "common/x509/general_name.h"

#include <array>
#include <charconv>

#include "common/base/hex.h"
#include "common/x509/directory_string.h"
#include "common/x509/name.h"
#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

constexpr std::uint8_t kUserPrincipalName[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x14, 0x02, 0x03};

void append_number(unsigned value, int base, std::string& out) {
  std::array<char, 12> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value, base);
  out.append(digits.data(), end);
}

void append_ipv4(Bytes octets, std::string& out) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i > 0) out += '.';
    append_number(octets[i], 10, out);
  }
}

// RFC 5952: the longest run of at least two zero groups, the first of equals, is "::".
void append_ipv6(Bytes octets, std::string& out) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = octets[2 * i] * 256U + octets[2 * i + 1];
  std::size_t run_at = groups.size(), run_length = 1;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::size_t length = 0;
    while (i + length < groups.size() && groups[i + length] == 0) ++length;
    if (length > run_length) {
      run_at = i;
      run_length = length;
    }
  }
  bool separator = false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == run_at) {
      out += "::";
      separator = false;
      i += run_length - 1;
      continue;
    }
    if (separator) out += ':';
    append_number(groups[i], 16, out);
    separator = true;
  }
}

void append_address(Bytes octets, std::string& out) {
  out += "IP:";
  if (octets.size() == 4) {
    append_ipv4(octets, out);
  } else if (octets.size() == 16) {
    append_ipv6(octets, out);
  } else {
    out += '#' + to_hex(octets);
  }
}

bool append_other_name(const DerElement& name, DerTrace& trace, std::string& out) {
  DerElement type, wrapper, value;
  DerReader reader(name, trace);
  if (!reader.next(tag::kOid, type) || !reader.next(tag::context_constructed(0), wrapper) || !reader.finish())
    return false;
  DerReader inside(wrapper, trace);
  if (!inside.next(value) || !inside.finish()) return false;
  std::string text;
  if (is_oid(type.content, kUserPrincipalName) && append_directory_string(value, text)) {
    out += "UPN:";
    append_without_controls(text, out);
    return true;
  }
  out += "otherName:";
  if (!append_dotted(type.content, out)) return trace.fail("bad_oid", type.whole.data());
  out += "=#" + to_hex(value.whole);
  return true;
}

bool append_directory_name(const DerElement& name, DerTrace& trace, std::string& out) {
  DerElement inner;
  DerReader reader(name, trace);
  if (!reader.next(tag::kSequence, inner) || !reader.finish()) return false;
  out += "dirName:";
  return append_name(inner, trace, out);
}

// dNSName, rfc822Name and URI are IA5String; UTF-8, which some issuers write there, is understood as well.
bool append_text(const char* prefix, const DerElement& name, std::string& out) {
  out += prefix;
  std::string text;
  append_valid_utf8(name.content, text);
  append_without_controls(text, out);
  return true;
}

}  // namespace

bool append_general_name(const DerElement& name, DerTrace& trace, std::string& out) {
  switch (name.tag) {
    case tag::context_constructed(0):
      return append_other_name(name, trace, out);
    case tag::context(1):
      return append_text("email:", name, out);
    case tag::context(2):
      return append_text("DNS:", name, out);
    case tag::context_constructed(4):
      return append_directory_name(name, trace, out);
    case tag::context(6):
      return append_text("URI:", name, out);
    case tag::context(7):
      append_address(name.content, out);
      return true;
    case tag::context(8):
      out += "RID:";
      return append_dotted(name.content, out) || trace.fail("bad_oid", name.whole.data());
    case tag::context_constructed(3):
    case tag::context_constructed(5):
      out += name.tag == tag::context_constructed(3) ? "[3]=#" : "[5]=#";
      out += to_hex(name.whole);
      return true;
    default:
      return trace.fail("unexpected_tag", name.whole.data());
  }
}

}  // namespace kigen::x509

#include "common/x509/oid.h"

#include <openssl/asn1.h>
#include <openssl/objects.h>

#include <array>
#include <charconv>
#include <limits>

#include "common/x509/openssl_ptr.h"

namespace kigen::x509 {
namespace {

constexpr std::size_t kMaxOidOctets = 128;
constexpr std::uint64_t kMaxBeforeShift = std::numeric_limits<std::uint64_t>::max() >> 7;

void append_number(std::uint64_t value, std::string& out) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end);
}

// Every arc ends inside the content and begins with no padding octet.
bool is_well_formed(Bytes content) {
  if (content.empty() || content.size() > kMaxOidOctets || (content.back() & 0x80) != 0) return false;
  bool starts = true;
  for (const std::uint8_t octet : content) {
    if (starts && octet == 0x80) return false;
    starts = (octet & 0x80) == 0;
  }
  return true;
}

// Arcs over 64 bits (2.25.<UUID>) are rare enough to be left to OpenSSL's arithmetic.
bool append_big(Bytes content, std::string& out) {
  std::array<std::uint8_t, kMaxOidOctets + 3> der{};
  unsigned char* put = der.data();
  ASN1_put_object(&put, 0, static_cast<int>(content.size()), V_ASN1_OBJECT, V_ASN1_UNIVERSAL);
  for (const std::uint8_t octet : content) *put++ = octet;
  const unsigned char* read = der.data();
  const OpenSslPtr<ASN1_OBJECT, ASN1_OBJECT_free> object(
      d2i_ASN1_OBJECT(nullptr, &read, static_cast<long>(put - der.data())));
  if (!object) return false;
  std::array<char, 512> text{};
  const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object.get(), 1);
  if (length <= 0 || length >= static_cast<int>(text.size())) return false;
  out.append(text.data(), static_cast<std::size_t>(length));
  return true;
}

}  // namespace

bool append_dotted(Bytes content, std::string& out) {
  if (!is_well_formed(content)) return false;
  const std::size_t before = out.size();
  bool first = true;
  std::uint64_t arc = 0;
  for (const std::uint8_t octet : content) {
    if (arc > kMaxBeforeShift) {
      out.resize(before);
      return append_big(content, out);
    }
    arc = arc << 7 | (octet & 0x7fU);
    if ((octet & 0x80) != 0) continue;
    if (first) {
      const std::uint64_t root = arc < 40 ? 0 : arc < 80 ? 1 : 2;
      append_number(root, out);
      arc -= root * 40;
      first = false;
    }
    out += '.';
    append_number(arc, out);
    arc = 0;
  }
  return true;
}

}  // namespace kigen::x509

#include "common/x509/der_reader.h"

#include <openssl/asn1.h>

#include <bit>

namespace kigen::x509 {
namespace {

std::size_t minimal_header_size(std::size_t length) {
  std::size_t size = 2;
  if (length >= 0x80) {
    for (std::size_t rest = length; rest > 0; rest >>= 8) ++size;
  }
  return size;
}

}  // namespace

bool DerTrace::fail(std::string_view why, const std::uint8_t* where) noexcept {
  if (!failed()) {
    reason = why;
    offset = where == nullptr || origin == nullptr ? 0 : static_cast<std::size_t>(where - origin);
  }
  return false;
}

bool DerReader::next(DerElement& out) noexcept {
  if (rest_.empty()) return fail("missing");
  constexpr int kIndefinite = 0x01, kBroken = 0x80;
  constexpr std::uint8_t kHighTag = 0x1f;
  if ((rest_[0] & kHighTag) == kHighTag) return fail("tag_too_high");
  const unsigned char* at = rest_.data();
  long length = 0;
  int number = 0, tag_class = 0;
  const int flags = ASN1_get_object(&at, &length, &number, &tag_class, static_cast<long>(rest_.size()));
  if ((flags & kBroken) != 0 || length < 0) return fail("truncated");
  if ((flags & kIndefinite) != 0) return fail("indefinite_length");
  const auto header = static_cast<std::size_t>(at - rest_.data());
  const auto size = static_cast<std::size_t>(length);
  if (header > rest_.size() || size > rest_.size() - header) return fail("truncated");
  if (header != minimal_header_size(size)) return fail("overlong_length");
  out.tag = rest_[0];
  out.content = rest_.subspan(header, size);
  out.whole = rest_.first(header + size);
  rest_ = rest_.subspan(header + size);
  return true;
}

bool DerReader::next(std::uint8_t expected, DerElement& out) noexcept {
  if (!rest_.empty() && rest_[0] != expected) return fail("unexpected_tag");
  return next(out);
}

bool DerReader::skip_optional(std::uint8_t expected) noexcept {
  DerElement ignored;
  return !next_is(expected) || next(ignored);
}

bool DerReader::finish() noexcept {
  return at_end() || fail("trailing_data");
}

int bit_length(Bytes integer) noexcept {
  if (integer.empty() || (integer[0] & 0x80) != 0) return 0;
  while (!integer.empty() && integer[0] == 0) integer = integer.subspan(1);
  if (integer.empty()) return 0;
  return static_cast<int>((integer.size() - 1) * 8) + std::bit_width(integer[0]);
}

bool is_minimal_integer(Bytes integer) noexcept {
  if (integer.empty()) return false;
  if (integer.size() == 1) return true;
  const bool negative = (integer[1] & 0x80) != 0;
  return !(integer[0] == 0x00 && !negative) && !(integer[0] == 0xff && negative);
}

}  // namespace kigen::x509

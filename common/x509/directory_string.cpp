#include "common/x509/directory_string.h"

#include <algorithm>

namespace kigen::x509 {
namespace {

constexpr char32_t kReplacement = 0xfffd;

constexpr bool is_surrogate(char32_t c) {
  return c >= 0xd800 && c <= 0xdfff;
}

void append_code_point(char32_t c, std::string& out) {
  if (c > 0x10ffff || is_surrogate(c)) c = kReplacement;
  const auto put = [&out](char32_t octet) { out += static_cast<char>(static_cast<unsigned char>(octet)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

// Octets of the sequence at the front: its whole length when well formed, else the longest well-formed part of it.
struct Utf8Sequence {
  std::size_t length;
  bool valid;
};

Utf8Sequence first_sequence(Bytes octets) {
  const std::uint8_t lead = octets[0];
  if (lead < 0x80) return {1, true};
  const std::size_t length = lead >= 0xc2 && lead <= 0xdf   ? 2
                             : lead >= 0xe0 && lead <= 0xef ? 3
                             : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                            : 0;
  if (length == 0) return {1, false};
  // The second octet's range excludes overlong forms, surrogates and what lies above U+10FFFF.
  const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  for (std::size_t i = 1; i < length; ++i) {
    const bool fits = i < octets.size() && octets[i] >= (i == 1 ? low : 0x80) && octets[i] <= (i == 1 ? high : 0xbf);
    if (!fits) return {i, false};
  }
  return {length, true};
}

char32_t big_endian(Bytes octets) {
  char32_t value = 0;
  for (const std::uint8_t octet : octets) value = value << 8 | octet;
  return value;
}

void append_utf16(Bytes octets, std::string& out) {
  while (octets.size() >= 2) {
    char32_t c = big_endian(octets.first(2));
    octets = octets.subspan(2);
    if (c >= 0xd800 && c <= 0xdbff && octets.size() >= 2) {
      const char32_t low = big_endian(octets.first(2));
      if (low >= 0xdc00 && low <= 0xdfff) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        octets = octets.subspan(2);
      }
    }
    append_code_point(c, out);
  }
  if (!octets.empty()) append_code_point(kReplacement, out);
}

void append_utf32(Bytes octets, std::string& out) {
  for (; octets.size() >= 4; octets = octets.subspan(4)) append_code_point(big_endian(octets.first(4)), out);
  if (!octets.empty()) append_code_point(kReplacement, out);
}

}  // namespace

void append_latin1(Bytes octets, std::string& out) {
  for (const std::uint8_t octet : octets) append_code_point(octet, out);
}

void append_valid_utf8(Bytes octets, std::string& out) {
  while (!octets.empty()) {
    const Utf8Sequence sequence = first_sequence(octets);
    if (sequence.valid) {
      for (const std::uint8_t octet : octets.first(sequence.length)) out += static_cast<char>(octet);
    } else {
      append_code_point(kReplacement, out);
    }
    octets = octets.subspan(sequence.length);
  }
}

bool append_directory_string(const DerElement& element, std::string& out) {
  switch (element.tag) {
    case tag::kUtf8String:
      append_valid_utf8(element.content, out);
      return true;
    case tag::kPrintableString:
    case tag::kIa5String:
    case tag::kNumericString:
    case tag::kVisibleString:
    case tag::kGeneralString:
    case tag::kT61String:
      append_latin1(element.content, out);
      return true;
    case tag::kBmpString:
      append_utf16(element.content, out);
      return true;
    case tag::kUniversalString:
      append_utf32(element.content, out);
      return true;
    default:
      return false;
  }
}

void append_without_controls(std::string_view text, std::string& out) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet != 0x7f) {
      out += c;
    } else {
      out += '\\';
      out += kDigits[octet >> 4U];
      out += kDigits[octet & 0x0fU];
    }
  }
}

}  // namespace kigen::x509

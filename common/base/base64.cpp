#include "common/base/base64.h"

#include <algorithm>
#include <array>

namespace kigen {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"sv;
constexpr std::uint32_t kForeign = 0x01000000;

// Four tables, one a position: the value is already shifted into place, so that a group is three ORs and one test.
using Table = std::array<std::uint32_t, 256>;
constexpr Table make_table(unsigned shift) {
  Table table{};
  table.fill(kForeign);
  std::uint32_t value = 0;
  for (const char c : kAlphabet) {
    table[static_cast<unsigned char>(c)] = value++ << shift;
  }
  return table;
}
constexpr Table kFirstDigit = make_table(18), kSecondDigit = make_table(12), kThirdDigit = make_table(6),
                kFourthDigit = make_table(0);

constexpr bool is_space(unsigned char c) {
  return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

struct Group {
  std::array<std::uint32_t, 4> symbols{};
  std::size_t count = 0;
};

// Up to four symbols from `at` on, over white space; stops at '=' and at anything foreign.
Group collect(std::string_view text, std::size_t& at) {
  Group group;
  for (; at < text.size() && group.count < 4; ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_space(c)) continue;
    if (kFourthDigit[c] == kForeign) break;
    group.symbols[group.count++] = kFourthDigit[c];
  }
  return group;
}

// `missing` times '=' and then nothing but white space.
bool is_padding(std::string_view text, std::size_t at, std::size_t missing) {
  for (; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_space(c)) continue;
    if (c != '=' || missing == 0) return false;
    --missing;
  }
  return missing == 0;
}

}  // namespace

void encode_base64(std::span<const std::uint8_t> octets, char* out) noexcept {
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, octets.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | (i < count ? octets[at + i] : 0U);
    for (std::size_t i = 0; i < 4; ++i) *out++ = i <= count ? kAlphabet[group >> (18U - 6U * i) & 0x3fU] : '=';
  }
}

std::string to_base64(std::span<const std::uint8_t> octets) {
  std::string text(base64_size(octets.size()), '\0');
  encode_base64(octets, text.data());
  return text;
}

bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out) {
  out.resize(text.size() / 4 * 3 + 3);
  std::size_t at = 0, put = 0;
  const auto store = [&out, &put](std::uint32_t bits, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i) out[put + i] = static_cast<std::uint8_t>(bits >> (16 - 8 * i));
    put += octets;
  };
  for (;;) {
    while (text.size() - at >= 4) {
      const auto octet = [&text, at](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
      const std::uint32_t bits =
          kFirstDigit[octet(0)] | kSecondDigit[octet(1)] | kThirdDigit[octet(2)] | kFourthDigit[octet(3)];
      if ((bits & kForeign) != 0) break;
      store(bits, 3);
      at += 4;
    }
    const Group group = collect(text, at);
    const auto& s = group.symbols;
    const std::uint32_t bits = s[0] << 18 | s[1] << 12 | s[2] << 6 | s[3];
    if (group.count == 4) {
      store(bits, 3);
      continue;
    }
    const std::size_t octets = group.count == 0 ? 0 : group.count - 1;
    const bool spare_bits_are_zero = group.count == 0 || (bits & (0x00ffffffU >> (8 * octets))) == 0;
    const std::size_t missing = group.count == 0 ? 0 : 4 - group.count;
    if (group.count == 1 || !spare_bits_are_zero || !is_padding(text, at, missing)) return false;
    store(bits, octets);
    out.resize(put);
    return true;
  }
}

}  // namespace kigen

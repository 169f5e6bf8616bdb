#include "common/est/clean_text.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "common/x509/directory_string.h"

namespace kigen::est {
namespace {

struct Character {
  char32_t value = 0;
  std::size_t octets = 1;
};

// The first character of valid UTF-8.
Character first_character(std::string_view valid) {
  const auto octet = [valid](std::size_t i) { return static_cast<unsigned char>(valid[i]); };
  const unsigned lead = octet(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t octets = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  char32_t value = lead & (0xffU >> (octets + 1));
  for (std::size_t i = 1; i < octets && i < valid.size(); ++i) value = value << 6 | (octet(i) & 0x3fU);
  return {value, std::min(octets, valid.size())};
}

bool is_between(char32_t value, char32_t first, char32_t last) {
  return first <= value && value <= last;
}

// What would break a line, hide, or turn the direction of what follows.
bool is_unwanted(char32_t c) {
  return c < 0x20 || is_between(c, 0x7f, 0x9f) || c == 0xad || c == 0x61c || is_between(c, 0x200b, 0x200f) ||
         is_between(c, 0x2028, 0x202e) || is_between(c, 0x2060, 0x206f) || c == 0xfeff ||
         is_between(c, 0xfff9, 0xfffb) || is_between(c, 0xe0000, 0xe007f);
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t limit) {
  // A character takes at most three octets more than it came with (U+FFFD for one bad octet).
  text = text.substr(0, std::max(limit, std::size_t{16}) * 4);
  std::string valid;
  const auto* octets = static_cast<const std::uint8_t*>(static_cast<const void*>(text.data()));
  x509::append_valid_utf8({octets, text.size()}, valid);
  std::string out;
  for (std::string_view rest = valid; !rest.empty();) {
    const Character c = first_character(rest);
    const std::string_view whole = rest.substr(0, c.octets);
    rest.remove_prefix(c.octets);
    const bool space = c.value == ' ' || c.value == '\t' || c.value == '\n' || c.value == '\r';
    if (!space && is_unwanted(c.value)) continue;
    if (out.size() + whole.size() > limit) break;
    if (space) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += whole;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string clean_token(std::string_view text, std::size_t limit) {
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return printable && text.size() <= limit ? std::string(text) : std::string();
}

}  // namespace kigen::est

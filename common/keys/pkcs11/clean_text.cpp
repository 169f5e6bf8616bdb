#include "common/keys/pkcs11/clean_text.h"

#include <algorithm>
#include <span>

#include "common/x509/directory_string.h"

namespace kigen::keys::pkcs11 {
namespace {

struct Character {
  char32_t value = 0;
  std::size_t size = 1;
};

// The first character of valid UTF-8.
Character first_of(std::string_view valid) {
  const auto lead = static_cast<unsigned char>(valid[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = std::min<std::size_t>(lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2, valid.size());
  char32_t value = lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) value = value << 6 | (static_cast<unsigned char>(valid[i]) & 0x3fU);
  return {value, size};
}

// What would break a line, hide, or turn the direction of what follows.
bool is_dropped(char32_t c) {
  const auto between = [c](char32_t first, char32_t last) { return first <= c && c <= last; };
  return c < 0x20 || between(0x7f, 0x9f) || c == 0xad || c == 0x61c || between(0x200b, 0x200f) ||
         between(0x2028, 0x202e) || between(0x2060, 0x206f) || c == 0xfeff || between(0xfff9, 0xfffb) ||
         between(0xe0000, 0xe007f);
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t limit) {
  text = text.substr(0, std::min(text.find('\0'), 4 * limit));
  std::string valid;
  x509::append_valid_utf8({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, valid);
  std::string out;
  for (std::string_view rest = valid; !rest.empty();) {
    const Character c = first_of(rest);
    const std::string_view whole = rest.substr(0, c.size);
    rest.remove_prefix(whole.size());
    if (is_dropped(c.value) || (out.empty() && c.value == U' ')) continue;
    if (out.size() + whole.size() > limit) break;
    out += whole;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

}  // namespace kigen::keys::pkcs11

#include "common/base/utf8_fold.h"

#include <cstddef>
#include <cstdint>

namespace kigen {
namespace {

struct Decoded {
  char32_t point = 0;
  std::size_t length = 0;  // 0: no well-formed sequence starts here
};

Decoded decode(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  char32_t point = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    point = point << 6 | (byte(i) & 0x3fU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  if (overlong || surrogate || point > 0x10ffff) return {};
  return {point, length};
}

void encode(char32_t point, std::string& out) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<std::uint8_t>(byte))); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | point >> 6);
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3f));
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

bool within(char32_t point, char32_t first, char32_t last) {
  return point >= first && point <= last;
}

// RFC 4518 2.2: mapped to nothing.
bool vanishes(char32_t point) {
  return point == 0xad || within(point, 0x200b, 0x200f) || point == 0x2060 || point == 0xfeff;
}

// RFC 4518 2.2: mapped to SPACE.
bool is_space(char32_t point) {
  return point == 0xa0 || within(point, 0x2000, 0x200a) || point == 0x202f || point == 0x205f || point == 0x3000;
}

char32_t lower(char32_t point) {
  if (within(point, U'A', U'Z')) return point + 0x20;
  if (within(point, 0xc0, 0xde) && point != 0xd7) return point + 0x20;
  // Latin Extended-A comes in pairs; the upper case is even up to U+0137 and from U+014A, odd between.
  if (within(point, 0x100, 0x137) || within(point, 0x14a, 0x177)) return point | 1;
  if (within(point, 0x139, 0x148) || within(point, 0x179, 0x17e)) return point + (point & 1);
  if (within(point, 0x391, 0x3a9) && point != 0x3a2) return point + 0x20;
  if (within(point, 0x400, 0x40f)) return point + 0x50;
  if (within(point, 0x410, 0x42f)) return point + 0x20;
  return point;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.length == 0) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

std::string fold_case_and_width(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.length == 0) {
      folded.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(next.length);
    if (vanishes(next.point)) continue;
    const char32_t half = within(next.point, 0xff01, 0xff5e) ? next.point - 0xfee0 : next.point;
    encode(is_space(half) ? U' ' : lower(half), folded);
  }
  return folded;
}

}  // namespace kigen
